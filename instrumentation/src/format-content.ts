/** Largest content attribute, in characters of JSON. What is longer is cut inside, so it stays valid JSON. */
export const MAX_CONTENT_CHARS = 16_384;

const MAX_DEPTH = 12;
/** A list of numbers longer than the first is a vector; no more than the second are looked at to tell. */
const MIN_VECTOR_LENGTH = 64;
const MAX_VECTOR_LENGTH = 4_096;
const CUT = "…";
const HALF_SURROGATE = /[\uD800-\uDBFF]$/;
/** Room kept for the closing brackets and the mark of a cut. */
const RESERVE_CHARS = 48;

/**
 * Any value as JSON of at most {@link MAX_CONTENT_CHARS} characters. Reads no more of it than fits, however large it is:
 * long strings are cut, what does not fit is left out and marked with `…`. A map is written as its entries, a set as its
 * values. Cycles, functions and getters that throw do no harm.
 */
export function formatContent(value: unknown, maxChars = MAX_CONTENT_CHARS): string {
  return write(value, maxChars, [], MAX_DEPTH);
}

function write(value: unknown, budget: number, ancestors: object[], depth: number): string {
  switch (typeof value) {
    case "string":
      return writeString(value, budget);
    case "number":
      return Number.isFinite(value) ? String(value) : `"${String(value)}"`;
    case "boolean":
      return String(value);
    case "bigint":
      return writeString(String(value), budget);
    case "object":
      return writeObject(value, budget, ancestors, depth);
    default:
      return "null";
  }
}

function writeString(text: string, budget: number): string {
  const room = Math.max(0, budget - 2);
  const whole = JSON.stringify(text.slice(0, room + 1));
  if (text.length <= room && whole.length <= budget) return whole;
  // An escape takes up to 6 characters: start with the share that fitted and shorten until it does.
  let length = Math.floor((room * (room + 1)) / Math.max(1, whole.length));
  for (;;) {
    const json = JSON.stringify(text.slice(0, length).replace(HALF_SURROGATE, "") + CUT);
    if (json.length <= budget || length === 0) return json;
    length = Math.floor(length * 0.9);
  }
}

function writeObject(value: object | null, budget: number, ancestors: object[], depth: number): string {
  if (value === null) return "null";
  if (ancestors.includes(value)) return '"[circular]"';
  if (depth === 0 || budget < RESERVE_CHARS) return `"${CUT}"`;
  if (value instanceof Date || value instanceof URL) return writeString(safeString(value), budget);
  if (value instanceof Error) return write({ name: value.name, message: value.message }, budget, ancestors, depth);
  if (ArrayBuffer.isView(value)) return `"[${value.byteLength} bytes]"`;
  const path = [...ancestors, value];
  if (Array.isArray(value)) {
    // A vector says nothing to a reader and would push out everything else.
    return isVector(value) ? `"[${value.length} numbers]"` : writeList(value, budget, path, depth);
  }
  if (value instanceof Map || value instanceof Set) return writeList(value, budget, path, depth);
  return writeRecord(value, budget, path, depth);
}

function isVector(items: unknown[]): boolean {
  return (
    items.length > MIN_VECTOR_LENGTH && items.slice(0, MAX_VECTOR_LENGTH).every((item) => typeof item === "number")
  );
}

function writeList(items: Iterable<unknown>, budget: number, path: object[], depth: number): string {
  const parts: string[] = [];
  let left = budget - RESERVE_CHARS;
  for (const item of items) {
    const part = left > 0 ? write(item, left, path, depth - 1) : `"${CUT}"`;
    parts.push(part);
    if (left <= 0) break;
    left -= part.length + 1;
  }
  return `[${parts.join(",")}]`;
}

function writeRecord(record: object, budget: number, path: object[], depth: number): string {
  const parts: string[] = [];
  let left = budget - RESERVE_CHARS;
  // Lists all keys, however many (70 ms for 300,000): JavaScript has no cheaper way, `for … in` included.
  for (const key of Object.keys(record)) {
    const member = readMember(record, key);
    if (member === undefined || typeof member === "function") continue;
    const name = JSON.stringify(key);
    left -= name.length + 1;
    const part = left > 0 ? `${name}:${write(member, left, path, depth - 1)}` : `"${CUT}":true`;
    parts.push(part);
    if (left <= 0) break;
    left -= part.length - name.length;
  }
  return `{${parts.join(",")}}`;
}

function readMember(record: object, key: string): unknown {
  try {
    return Reflect.get(record, key);
  } catch {
    // A getter of a foreign object; its value is simply not there to show.
    return undefined;
  }
}

function safeString(value: Date | URL): string {
  return value instanceof Date && Number.isNaN(value.getTime()) ? "Invalid Date" : value.toJSON();
}
