import type { Readable } from "node:stream";
import { toErrorMessage } from "../process/to-error-message.ts";
import { createTooLarge, MAX_BODY_BYTES } from "./decompress.ts";
import type { Reservation } from "./memory-budget.ts";
import { OtlpDecodeError } from "../otlp/otlp-decode-error.ts";

/** What is taken at a time when the size is not known. */
const BLOCK_BYTES = 64 * 1024;

/**
 * Reads the body of a request as it was sent. Memory is reserved before it is taken: all of it where the size is known, by the header
 * `content-length`, else step by step.
 *
 * @throws OtlpDecodeError
 * @throws IngestError `BUSY` when no memory is left
 */
export async function readBody(
  sent: Readable,
  contentLength: string | undefined,
  reservation: Reservation,
): Promise<Buffer> {
  const length = Number(contentLength ?? Number.NaN);
  if (length > MAX_BODY_BYTES) throw createTooLarge();
  const body = new BlockBuffer(reservation, Number.isInteger(length) ? length : BLOCK_BYTES);
  await readAll(sent, (chunk) => body.add(chunk));
  return body.read();
}

/** What has come of a body, in blocks of its own: chunks that were kept would take far more memory, were they small. */
export class BlockBuffer {
  readonly #reservation: Reservation;
  #full: Buffer[] = [];
  #block: Buffer;
  #used = 0;
  #reserved = 0;

  /**
   * `size` is what it takes first.
   *
   * @throws IngestError `BUSY` when no memory is left
   */
  constructor(reservation: Reservation, size: number) {
    this.#reservation = reservation;
    this.#block = this.#take(size);
  }

  add(chunk: Buffer): void {
    for (let at = 0; at < chunk.length;) {
      if (this.#used === this.#block.length) {
        this.#full.push(this.#block);
        this.#block = this.#take(BLOCK_BYTES);
        this.#used = 0;
      }
      const taken = chunk.copy(this.#block, this.#used, at);
      at += taken;
      this.#used += taken;
    }
  }

  /** All of it, once: the listeners of the request, which lives until the answer, know these blocks. */
  read(): Buffer {
    const last = this.#block.subarray(0, this.#used);
    const all = this.#full.length === 0 ? last : Buffer.concat([...this.#full, last]);
    this.#full = [];
    this.#block = Buffer.alloc(0);
    return all;
  }

  #take(bytes: number): Buffer {
    if (this.#reserved + bytes > MAX_BODY_BYTES + BLOCK_BYTES) throw createTooLarge();
    this.#reserved += bytes;
    this.#reservation.resize(this.#reserved);
    return Buffer.allocUnsafe(bytes);
  }
}

/**
 * Hands on each chunk until the end. Not with a pipeline or an iterator: at an error they would close the connection, on which the
 * sender is to be answered.
 *
 * @throws OtlpDecodeError when the sender goes before the end
 * @throws what `onChunk` throws
 */
export function readAll(sent: Readable, onChunk: (chunk: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      sent.off("data", take);
      sent.resume(); // what still comes is thrown away
      reject(error);
    };
    const take = (chunk: Buffer) => {
      try {
        onChunk(chunk);
      } catch (error) {
        fail(error);
      }
    };
    const abort = (error?: Error) => {
      if (sent.readableEnded && error === undefined) return;
      const reason = error === undefined ? "the connection was closed" : toErrorMessage(error);
      fail(new OtlpDecodeError(`The body cannot be read: ${reason}.`, { cause: error }));
    };
    sent.on("data", take);
    sent.once("end", resolve);
    sent.once("error", abort);
    sent.once("close", () => abort());
  });
}
