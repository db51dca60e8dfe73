/** How the values of a type are written in Postgres's binary form. */
export interface BinaryType<Value> {
  /** Its id in `pg_type`. */
  oid: number;
  /** Bytes that a value takes at most. */
  most: (value: Value) => number;
  /** Writes a value and says where it ends. */
  write: (target: Buffer, value: Value, offset: number) => number;
}

const HYPHEN = "-".charCodeAt(0);
const UUID_BYTES = 16;

export const UUID: BinaryType<string> = {
  oid: 2950,
  most: () => UUID_BYTES,
  write(target, value, offset) {
    let end = offset;
    for (let at = 0; at < value.length; at += 2) {
      if (value.charCodeAt(at) === HYPHEN) at += 1;
      target[end] = toNibble(value.charCodeAt(at)) * 16 + toNibble(value.charCodeAt(at + 1));
      end += 1;
    }
    return end;
  },
};

/** The value of a hexadecimal digit. */
function toNibble(code: number): number {
  return (code & 15) + (code >> 6) * 9;
}

/** Postgres counts µs from the year 2000. */
const EPOCH_MICROS = Date.UTC(2000, 0, 1) * 1000;
const BEFORE_ALL = -(2 ** 63);
const HALF = 2 ** 32;

/** Of ms since the epoch with a fraction; -Infinity is before any time. */
export const TIMESTAMPTZ: BinaryType<number> = {
  oid: 1184,
  most: () => 8,
  write(target, value, offset) {
    const micros = value === -Infinity ? BEFORE_ALL : Math.round(value * 1000) - EPOCH_MICROS;
    const high = Math.floor(micros / HALF);
    target.writeInt32BE(high, offset);
    return target.writeUInt32BE(micros - high * HALF, offset + 4);
  },
};

export const INT: BinaryType<number> = {
  oid: 23,
  most: () => 4,
  write: (target, value, offset) => target.writeInt32BE(value, offset),
};

export const FLOAT: BinaryType<number> = {
  oid: 701,
  most: () => 8,
  write: (target, value, offset) => target.writeDoubleBE(value, offset),
};

export const BOOLEAN: BinaryType<boolean> = {
  oid: 16,
  most: () => 1,
  write: (target, value, offset) => target.writeUInt8(value ? 1 : 0, offset),
};

/** Bytes of UTF-8 that one UTF-16 unit can take. */
const MAX_UNIT_BYTES = 3;

export const TEXT: BinaryType<string> = {
  oid: 25,
  most: (value) => value.length * MAX_UNIT_BYTES,
  write: (target, value, offset) => offset + target.write(value, offset),
};

/** Of texts that are JSON. */
export const JSON_TEXT: BinaryType<string> = { ...TEXT, oid: 114 };

/** A jsonb is sent as its version and its text. */
const JSONB_VERSION = 1;

/** Of texts that are JSON. */
export const JSONB: BinaryType<string> = {
  oid: 3802,
  most: (value) => 1 + TEXT.most(value),
  write: (target, value, offset) => TEXT.write(target, value, target.writeUInt8(JSONB_VERSION, offset)),
};
