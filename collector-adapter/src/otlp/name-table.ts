const SLOTS = 1024;
const MAX_NAME_BYTES = 64;
/** Copied for each table: making it anew takes as long as decoding ten spans. */
const EMPTY_SLOTS: readonly (string | undefined)[] = Array.from({ length: SLOTS });

/** Bytes at the end of a name that its slot is found by: names differ there, and begin alike. */
const HASHED_BYTES = 8;

/**
 * The keys and names read so far, found by their bytes: a request has few different ones. Sparing the string, and the
 * engine's own lookup when it becomes a property's name, makes decoding a sixth faster. Two names of one slot take turns.
 */
export class NameTable {
  readonly #bytes: DataView;
  readonly #names = [...EMPTY_SLOTS];

  constructor(bytes: DataView) {
    this.#bytes = bytes;
  }

  /** The name in these bytes, or `undefined` when it is long or not plain ASCII: decode those. */
  find(start: number, length: number): string | undefined {
    if (length > MAX_NAME_BYTES) return undefined;
    let hash = length;
    for (let at = start + Math.max(0, length - HASHED_BYTES); at < start + length; at += 1) {
      hash = (hash * 31 + this.#bytes.getUint8(at)) | 0;
    }
    const slot = hash & (SLOTS - 1);
    const known = this.#names[slot];
    if (known !== undefined && this.#isAt(start, length, known)) return known;
    const name = this.#create(start, length);
    if (name === undefined) return undefined;
    this.#names[slot] = name;
    return name;
  }

  #isAt(start: number, length: number, name: string): boolean {
    if (name.length !== length) return false;
    for (let index = 0; index < length; index += 1) {
      if (name.charCodeAt(index) !== this.#bytes.getUint8(start + index)) return false;
    }
    return true;
  }

  #create(start: number, length: number): string | undefined {
    let name = "";
    for (let at = start; at < start + length; at += 1) {
      const byte = this.#bytes.getUint8(at);
      if (byte === 0 || byte > 0x7f) return undefined;
      name += String.fromCharCode(byte);
    }
    return name;
  }
}
