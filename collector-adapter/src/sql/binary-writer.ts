import type { BinaryType } from "./binary-types.ts";

const FIRST_BYTES = 64 * 1024;
/** What a full batch takes at most. One span may take more, which is not kept for the next. */
const MAX_KEPT_BYTES = 16 * 1024 * 1024;
const LENGTH_BYTES = 4;
const NULL_LENGTH = -1;

/** Values in Postgres's binary form, one behind the other, in memory that is used again: a buffer for each batch would cost a collection. */
export class BinaryWriter {
  #target = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #end = 0;

  /** What was written since the last `clear`; changes with what is written next. */
  get bytes(): Buffer {
    return this.#target.subarray(0, this.#end);
  }

  clear(): void {
    this.#end = 0;
    if (this.#target.length > MAX_KEPT_BYTES) this.#target = Buffer.allocUnsafeSlow(FIRST_BYTES);
  }

  int16(value: number): void {
    this.#reserve(2);
    this.#end = this.#target.writeInt16BE(value, this.#end);
  }

  int32(value: number): void {
    this.#reserve(4);
    this.#end = this.#target.writeInt32BE(value, this.#end);
  }

  raw(bytes: Buffer): void {
    this.#reserve(bytes.length);
    this.#end += bytes.copy(this.#target, this.#end);
  }

  /** A value behind its length; null and `undefined` become null. */
  value<Value>(type: BinaryType<Value>, value: Value | null | undefined): void {
    if (value === null || value === undefined) {
      this.int32(NULL_LENGTH);
      return;
    }
    this.#reserve(LENGTH_BYTES + type.most(value));
    const start = this.#end + LENGTH_BYTES;
    const end = type.write(this.#target, value, start);
    this.#target.writeInt32BE(end - start, this.#end);
    this.#end = end;
  }

  #reserve(bytes: number): void {
    if (this.#end + bytes <= this.#target.length) return;
    const target = Buffer.allocUnsafeSlow(Math.max(2 * this.#target.length, this.#end + bytes));
    this.#target.copy(target, 0, 0, this.#end);
    this.#target = target;
  }
}
