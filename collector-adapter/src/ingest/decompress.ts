import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate, inflateRaw } from "node:zlib";
import { OtlpDecodeError } from "../otlp/otlp-decode-error.ts";
import { toErrorMessage } from "../process/to-error-message.ts";
import { decompressZstd } from "./zstd.ts";

/** Largest body, compressed or not: the protocol recommends it, and the Collector sends up to 32 MiB. */
export const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** How a body may be compressed. */
export const CONTENT_ENCODINGS = ["identity", "gzip", "deflate", "br", "zstd"] as const;
export type ContentEncoding = (typeof CONTENT_ENCODINGS)[number];

/** Other names of these. */
const ALIASES: ReadonlyMap<string, ContentEncoding> = new Map([
  ["", "identity"],
  ["x-gzip", "gzip"],
]);

type Decompress = (body: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

const startInflate: Decompress = promisify(inflate);
const startInflateRaw: Decompress = promisify(inflateRaw);

const DECOMPRESS: Readonly<Record<Exclude<ContentEncoding, "identity">, Decompress>> = {
  gzip: promisify(gunzip),
  deflate: (body, options) => (hasZlibHeader(body) ? startInflate(body, options) : startInflateRaw(body, options)),
  br: promisify(brotliDecompress),
  zstd: decompressZstd,
};

/** The encoding that a header names; `undefined` when it is unknown. */
export function toContentEncoding(header = ""): ContentEncoding | undefined {
  const name = header.trim().toLowerCase();
  return ALIASES.get(name) ?? CONTENT_ENCODINGS.find((encoding) => encoding === name);
}

/** The body, decompressed, unless that would be more than `maxBytes`. @throws OtlpDecodeError when it cannot be decompressed */
export async function decompressUpTo(
  maxBytes: number,
  body: Buffer,
  encoding: ContentEncoding,
): Promise<Buffer | undefined> {
  if (body.length > maxBytes) return undefined;
  if (encoding === "identity") return body;
  try {
    return await DECOMPRESS[encoding](body, { maxOutputLength: maxBytes });
  } catch (error) {
    if (isTooLarge(error)) return undefined;
    throw new OtlpDecodeError(`The body cannot be decompressed: ${toErrorMessage(error)}`, { cause: error });
  }
}

/** Why a body is not taken that has more than 64 MiB, compressed or not. */
export function createTooLarge(encoding: ContentEncoding = "identity"): OtlpDecodeError {
  const orElse = encoding === "zstd" ? ", or is not whole" : "";
  const message = `The body has more than ${MAX_BODY_BYTES / 1024 / 1024} MiB (after decompression)${orElse}. Send smaller batches.`;
  return new OtlpDecodeError(message, { code: "TOO_LARGE" });
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
}

/** `deflate` is meant to be in a zlib wrapper, whose first two bytes, 8 as the method among them, are a multiple of 31; some leave that away. */
function hasZlibHeader(body: Buffer): boolean {
  return body.length >= 2 && body.readUInt8(0) % 16 === 8 && body.readUInt16BE(0) % 31 === 0;
}
