import type { Readable } from "node:stream";
import { createTooLarge, MAX_BODY_BYTES, type ContentEncoding } from "../ingest/decompress.ts";
import type { Reservation } from "../ingest/memory-budget.ts";
import { BlockBuffer, readAll } from "../ingest/read-body.ts";
import { OtlpDecodeError } from "../otlp/otlp-decode-error.ts";

/** In front of a message: whether it is compressed, and its length in four bytes. */
const PREFIX_BYTES = 5;
/** The first of these bytes. */
const [PLAIN, COMPRESSED] = [0, 1];

/**
 * Reads the one message of a unary call. Memory for all of it is reserved when its length is known, before the rest is taken.
 *
 * @param encoding - how the message is compressed, where its prefix says that it is
 * @throws OtlpDecodeError when it is too large, cut off, or not alone; `UNFRAMED` when its first byte cannot be true
 * @throws IngestError `BUSY` when no memory is left
 */
export async function readMessage(
  call: Readable,
  encoding: ContentEncoding,
  reservation: Reservation,
): Promise<{ bytes: Buffer; contentEncoding: ContentEncoding }> {
  const prefix = Buffer.alloc(PREFIX_BYTES);
  let prefixBytes = 0;
  let message: BlockBuffer | undefined;
  let missing = 0;
  await readAll(call, (chunk) => {
    const taken = chunk.copy(prefix, prefixBytes);
    prefixBytes += taken;
    if (prefixBytes < PREFIX_BYTES) return;
    if (message === undefined) {
      checkFlag(prefix.readUInt8(0), encoding);
      missing = prefix.readUInt32BE(1);
      if (missing > MAX_BODY_BYTES) throw createTooLarge();
      message = new BlockBuffer(reservation, missing);
    }
    const rest = chunk.subarray(taken);
    missing -= rest.length;
    if (missing < 0) throw new OtlpDecodeError("The call has more than one message; Export takes one.");
    message.add(rest);
  });
  if (message === undefined || missing > 0) {
    throw new OtlpDecodeError(`The call ends before its message does: ${describeMissing(message && missing)}.`);
  }
  return { bytes: message.read(), contentEncoding: prefix[0] === PLAIN ? "identity" : encoding };
}

/** Other values than the two are not defined, and a message is compressed as the call says or not at all. */
function checkFlag(flag: number, encoding: ContentEncoding): void {
  if (flag === PLAIN || (flag === COMPRESSED && encoding !== "identity")) return;
  const message =
    flag === COMPRESSED
      ? "The message says that it is compressed, and the call does not say how: send the header grpc-encoding."
      : `The message begins with the byte ${flag}, where 0 stands for one that is not compressed and 1 for one that is.`;
  throw new OtlpDecodeError(message, { code: "UNFRAMED" });
}

function describeMissing(bytes: number | undefined): string {
  return bytes === undefined ? `a message begins with ${PREFIX_BYTES} bytes` : `${bytes} bytes are missing`;
}
