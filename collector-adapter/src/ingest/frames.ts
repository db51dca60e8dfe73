// How Runline and the process that reads large bodies speak: a length, a kind, the bytes.

/** What a frame is. To the process: a body in one of two encodings, behind the numbers of its content encoding and signal. Back: a part, and at the end the summary or an error. */
export const FRAME = { json: 1, protobuf: 2, part: 3, summary: 4, error: 5 } as const;

/** What stands before a body: its content encoding and its signal. */
export const BODY_HEADER_BYTES = 2;

const HEADER_BYTES = 5;

/** The bytes of one frame, in the order to be written in. */
export function toFrame(kind: number, ...content: readonly Uint8Array[]): Uint8Array[] {
  const header = Buffer.allocUnsafe(HEADER_BYTES);
  header.writeUInt32LE(
    content.reduce((sum, { length }) => sum + length, 0),
    0,
  );
  header.writeUInt8(kind, 4);
  return [header, ...content];
}

/** Puts the chunks of a stream together to frames. */
export class FrameReader {
  readonly #onFrame: (kind: number, content: Buffer) => void;
  readonly #header = Buffer.alloc(HEADER_BYTES);
  /** What is being read: the header, or the content that it announced. */
  #target = this.#header;
  #length = 0;

  constructor(onFrame: (kind: number, content: Buffer) => void) {
    this.#onFrame = onFrame;
  }

  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      const taken = chunk.copy(this.#target, this.#length, at);
      at += taken;
      this.#length += taken;
      if (this.#length === this.#target.length) this.#next();
    }
  }

  #next(): void {
    this.#length = 0;
    if (this.#target === this.#header) {
      this.#target = Buffer.allocUnsafeSlow(this.#header.readUInt32LE(0));
      if (this.#target.length > 0) return;
    }
    const content = this.#target;
    this.#target = this.#header;
    this.#onFrame(this.#header.readUInt8(4), content);
  }
}
