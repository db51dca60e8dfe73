import { ZSTDDecoder } from "zstddec";

const MAGIC = 0xfd2fb528;

const decoder = new ZSTDDecoder();

/**
 * The body, decompressed, by the format's own library as WebAssembly: Node has zstd from version 22.15 on. That is quick enough for this
 * thread, since no more than `maxOutputLength` is written.
 *
 * @throws Error when it does not begin as zstd does
 * @throws RangeError with zlib's code `ERR_BUFFER_TOO_LARGE` when it would be more than `maxOutputLength` bytes, or nothing, or is broken:
 *   the library does not tell these apart
 */
export async function decompressZstd(body: Buffer, { maxOutputLength }: { maxOutputLength: number }): Promise<Buffer> {
  if (body.length < 4 || body.readUInt32LE(0) !== MAGIC) throw new Error("it does not begin as zstd does");
  await decoder.init(); // the first time only
  const { buffer, byteOffset, length } = decoder.decode(body, maxOutputLength);
  if (length > 0) return Buffer.from(buffer, byteOffset, length);
  throw Object.assign(new RangeError(`no zstd of 1 to ${maxOutputLength} bytes`), { code: "ERR_BUFFER_TOO_LARGE" });
}
