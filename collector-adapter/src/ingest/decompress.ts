import { promisify } from "node:util";
import {
  brotliDecompress,
  brotliDecompressSync,
  gunzip,
  gunzipSync,
  inflate,
  inflateSync,
  type InputType,
  type ZlibOptions,
} from "node:zlib";
import { OtlpDecodeError } from "../otlp/otlp-decode-error.ts";
import { toErrorMessage } from "../process/to-error-message.ts";

/** Largest body, compressed or not: the protocol recommends it, and the Collector sends up to 32 MiB. */
export const MAX_BODY_BYTES = 64 * 1024 * 1024;

interface Decompressor {
  /** On a thread of its own. */
  start: (body: InputType, options: ZlibOptions) => Promise<Buffer>;
  run: (body: InputType, options: ZlibOptions) => Buffer;
}

const DECOMPRESSORS: Readonly<Record<ContentEncoding, Decompressor | undefined>> = {
  identity: undefined,
  gzip: { start: promisify(gunzip), run: gunzipSync },
  deflate: { start: promisify(inflate), run: inflateSync },
  br: { start: promisify(brotliDecompress), run: brotliDecompressSync },
};

/** How a body may be compressed. */
export const CONTENT_ENCODINGS = ["identity", "gzip", "deflate", "br"] as const;
export type ContentEncoding = (typeof CONTENT_ENCODINGS)[number];

/** The encoding that a header names; `undefined` when it is unknown. */
export function toContentEncoding(header = "identity"): ContentEncoding | undefined {
  const name = header.trim().toLowerCase();
  return CONTENT_ENCODINGS.find((encoding) => encoding === name);
}

/** The body, decompressed, unless that would be more than `maxBytes`. @throws OtlpDecodeError when it cannot be decompressed */
export async function decompressUpTo(
  maxBytes: number,
  body: Buffer,
  encoding: ContentEncoding,
): Promise<Buffer | undefined> {
  const decompressor = DECOMPRESSORS[encoding];
  if (body.length > maxBytes) return undefined;
  if (decompressor === undefined) return body;
  try {
    return await decompressor.start(body, { maxOutputLength: maxBytes });
  } catch (error) {
    if (isTooLarge(error)) return undefined;
    throw toDecodeError(error);
  }
}

/** The body, decompressed, while this thread stands still. @throws OtlpDecodeError when it cannot be, or is more than 64 MiB */
export function decompressNow(body: Buffer, encoding: ContentEncoding): Buffer {
  const decompressor = DECOMPRESSORS[encoding];
  if (decompressor === undefined) return body;
  try {
    return decompressor.run(body, { maxOutputLength: MAX_BODY_BYTES });
  } catch (error) {
    throw isTooLarge(error) ? createTooLarge() : toDecodeError(error);
  }
}

export function createTooLarge(): OtlpDecodeError {
  const message = `The body has more than ${MAX_BODY_BYTES / 1024 / 1024} MiB (after decompression). Send smaller batches.`;
  return new OtlpDecodeError(message, { code: "TOO_LARGE" });
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
}

function toDecodeError(cause: unknown): OtlpDecodeError {
  return new OtlpDecodeError(`The body cannot be decompressed: ${toErrorMessage(cause)}`, { cause });
}
