import { NameTable } from "./name-table.ts";
import { OtlpDecodeError } from "./otlp-decode-error.ts";

const NUL = /\0/g;
/** Bytes of UTF-8 that one UTF-16 unit can take. */
const MAX_UNIT_LENGTH = 3;

/**
 * Reads protobuf's wire format from one buffer, front to back. Every read is checked against the end of the message it
 * is in, so that no length can reach beyond it; all errors are {@link OtlpDecodeError}.
 */
export class ProtobufReader {
  readonly #bytes: Buffer;
  readonly #view: DataView;
  readonly #names: NameTable;
  #position = 0;
  #end: number;

  constructor(body: Uint8Array) {
    this.#bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    this.#view = new DataView(body.buffer, body.byteOffset, body.byteLength);
    this.#names = new NameTable(this.#view);
    this.#end = body.byteLength;
  }

  /** Whether the current message has further fields. */
  hasMore(): boolean {
    return this.#position < this.#end;
  }

  /** Steps into a message and returns the end of the one around it, for `leave`. */
  enter(): number {
    const outerEnd = this.#end;
    const length = this.#length();
    this.#end = this.#position + length;
    return outerEnd;
  }

  /** Steps out of a message that was read to its end. */
  leave(outerEnd: number): void {
    this.#end = outerEnd;
  }

  /** Where the reader is in the current message, for `rewind`. */
  mark(): number {
    return this.#position;
  }

  /** Goes back to a mark in the same message. */
  rewind(mark: number): void {
    this.#position = mark;
  }

  /** A tag, `field << 3 | wire type`, or an unsigned number: exact up to 2^53, beyond it rounded. */
  varint(): number {
    let byte = this.#byte();
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    let factor = 0x80;
    for (let count = 1; count < 10; count += 1) {
      byte = this.#byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 0x80;
    }
    throw new OtlpDecodeError(`Found a varint of more than 10 bytes before byte ${this.#position}.`);
  }

  /** A signed 64-bit varint; a decimal string when no double holds it exactly. */
  int64(): number | string {
    // Two halves instead of a BigInt, which would be allocated for every integer.
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#byte();
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high |= bits >> 4;
      } else high |= bits << (shift - 32);
      if (byte < 0x80) {
        const value = high * 0x1_0000_0000 + (low >>> 0);
        if (Number.isSafeInteger(value)) return value;
        return ((BigInt(high) << 32n) | BigInt(low >>> 0)).toString();
      }
    }
    throw new OtlpDecodeError(`Found a varint of more than 10 bytes before byte ${this.#position}.`);
  }

  fixed32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  /** An unsigned 64-bit number as the nearest double. */
  fixed64(): number {
    const at = this.#take(8);
    return this.#view.getUint32(at + 4, true) * 0x1_0000_0000 + this.#view.getUint32(at, true);
  }

  double(): number {
    return this.#view.getFloat64(this.#take(8), true);
  }

  /**
   * A text of which the caller keeps at most `limit` characters: a longer one may come shortened to any length above
   * that. Invalid UTF-8 and NUL become U+FFFD.
   */
  text(limit: number): string {
    const length = this.#length();
    return this.#decodeText(this.#take(length), length, limit);
  }

  /** Like `text`, for what comes again and again: keys and names. */
  name(limit: number): string {
    const length = this.#length();
    const start = this.#take(length);
    return this.#names.find(start, length) ?? this.#decodeText(start, length, limit);
  }

  /** An id of `byteCount` bytes; `""` when it is empty, `undefined` when it has another length. */
  hex(byteCount: number): string | undefined {
    const length = this.#length();
    const start = this.#take(length);
    if (length !== byteCount) return length === 0 ? "" : undefined;
    // Not put together digit by digit: such a text is a tree of pieces, which whoever reads it first has to flatten.
    return this.#bytes.toString("hex", start, start + length);
  }

  /** Bytes as base64; `undefined`, and read past, when that would have more than `limit` characters. */
  base64(limit: number): string | undefined {
    const length = this.#length();
    const start = this.#take(length);
    return Math.ceil(length / 3) * 4 > limit ? undefined : this.#bytes.toString("base64", start, start + length);
  }

  /** Reads past the field whose tag was read last. */
  skip(tag: number): void {
    if (tag < 8) throw new OtlpDecodeError(`Found field number 0 before byte ${this.#position}.`);
    switch (tag % 8) {
      case 0:
        this.varint();
        return;
      case 1:
        this.#take(8);
        return;
      case 2:
        this.#take(this.#length());
        return;
      case 5:
        this.#take(4);
        return;
      default:
        // 3 and 4 are groups: OTLP never had any, and skipping them would recurse as deep as a sender likes.
        throw new OtlpDecodeError(`Found wire type ${tag % 8} before byte ${this.#position}, expected 0, 1, 2 or 5.`);
    }
  }

  #decodeText(start: number, length: number, limit: number): string {
    const end = length > limit ? Math.min(length, (limit + 1) * MAX_UNIT_LENGTH) : length;
    const text = this.#bytes.toString("utf8", start, start + end);
    return text.includes("\0") ? text.replace(NUL, "\uFFFD") : text;
  }

  #byte(): number {
    return this.#view.getUint8(this.#take(1));
  }

  /** Length of what follows, known to fit into the current message. */
  #length(): number {
    const length = this.varint();
    if (length <= this.#end - this.#position) return length;
    throw new OtlpDecodeError(
      `Found a length of ${length} before byte ${this.#position}, where ${this.#end - this.#position} bytes are left.`,
    );
  }

  /** Moves over `count` bytes and returns where they start. */
  #take(count: number): number {
    const start = this.#position;
    this.#position += count;
    if (this.#position <= this.#end) return start;
    throw new OtlpDecodeError(`The message ends at byte ${this.#end}, inside a field that starts at byte ${start}.`);
  }
}
