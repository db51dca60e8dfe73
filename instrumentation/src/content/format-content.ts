import { CUT_MARK, cutText, MAX_CONTENT_CHARS } from "@runline/contract";
import { keepText } from "./create-secret-filter.ts";
import type { TextFilter } from "./create-secret-filter.ts";

const MAX_DEPTH = 12;
/** A list of numbers longer than the first is a vector; no more than the second are looked at to tell. */
const MIN_VECTOR_LENGTH = 64;
const MAX_VECTOR_LENGTH = 4_096;
/** NUL and halves of surrogate pairs: JSON can say them, but most databases refuse them. */
const UNSTORABLE = /[\0\p{Surrogate}]/gu;
/** Room kept for the closing brackets and the mark of a cut. */
const RESERVE_CHARS = 48;

interface FormatOptions {
  /** Default: {@link MAX_CONTENT_CHARS}. */
  maxChars?: number;
  /** Every text passes here, names of members included, before it is cut. Default: it stays as it is. */
  clean?: TextFilter;
}

/**
 * Any value as JSON of at most {@link MAX_CONTENT_CHARS} characters. Reads no more of it than fits, however large it is:
 * long strings are cut, what does not fit is left out and marked with `…`. A map is written as its entries, a set as its
 * values. Cycles, functions, getters that throw and characters that cannot be stored do no harm. Never throws.
 */
export function formatContent(
  value: unknown,
  { maxChars = MAX_CONTENT_CHARS, clean = keepText }: FormatOptions = {},
): string {
  return write(value, maxChars, [], clean);
}

function write(value: unknown, budget: number, ancestors: object[], clean: TextFilter): string {
  switch (typeof value) {
    case "string":
      return writeString(value, budget, clean);
    case "number":
    case "bigint":
      return writeNumber(value, budget, clean);
    case "boolean":
      return String(value);
    case "object":
      return value === null ? "null" : writeSafely(value, budget, ancestors, clean);
    default:
      return "null";
  }
}

function writeString(text: string, budget: number, clean: TextFilter): string {
  const room = Math.max(0, budget - 2);
  const shown = clean(text, room + 1).replace(UNSTORABLE, "\uFFFD");
  const whole = JSON.stringify(shown);
  if (text.length <= room && whole.length <= budget) return whole;
  // An escape takes up to 6 characters: start with the share that fitted and shorten until it does.
  let length = Math.floor((room * (room + 1)) / Math.max(1, whole.length));
  for (;;) {
    const json = JSON.stringify(cutText(shown, length) + CUT_MARK);
    if (json.length <= budget || length === 0) return json;
    length = Math.floor(length * 0.9);
  }
}

/** A secret may be a number, and what is not a JSON number is text. */
function writeNumber(value: number | bigint, budget: number, clean: TextFilter): string {
  const text = String(value);
  const isPlain = Number.isFinite(value) && clean(text) === text;
  return isPlain ? text : writeString(text, budget, clean);
}

function writeSafely(value: object, budget: number, ancestors: object[], clean: TextFilter): string {
  try {
    return writeObject(value, budget, ancestors, clean);
  } catch {
    // A foreign object whose traps throw; there is nothing to show of it.
    return '"[unreadable]"';
  }
}

function writeObject(value: object, budget: number, ancestors: object[], clean: TextFilter): string {
  if (ancestors.includes(value)) return '"[circular]"';
  if (ancestors.length === MAX_DEPTH || budget < RESERVE_CHARS) return `"${CUT_MARK}"`;
  if (value instanceof Date || value instanceof URL) return writeString(safeString(value), budget, clean);
  if (ArrayBuffer.isView(value)) return `"[${value.byteLength} bytes]"`;
  const path = [...ancestors, value];
  if (value instanceof Error) {
    return write({ name: readMember(value, "name"), message: readMember(value, "message") }, budget, path, clean);
  }
  if (Array.isArray(value)) {
    // A vector says nothing to a reader and would push out everything else.
    return isVector(value) ? `"[${value.length} numbers]"` : writeList(value, budget, path, clean);
  }
  if (value instanceof Map || value instanceof Set) return writeList(value, budget, path, clean);
  return writeRecord(value, budget, path, clean);
}

function isVector(items: unknown[]): boolean {
  return (
    items.length > MIN_VECTOR_LENGTH && items.slice(0, MAX_VECTOR_LENGTH).every((item) => typeof item === "number")
  );
}

function writeList(items: Iterable<unknown>, budget: number, path: object[], clean: TextFilter): string {
  const parts: string[] = [];
  let left = budget - RESERVE_CHARS;
  for (const item of items) {
    const part = left > 0 ? write(item, left, path, clean) : `"${CUT_MARK}"`;
    parts.push(part);
    if (left <= 0) break;
    left -= part.length + 1;
  }
  return `[${parts.join(",")}]`;
}

function writeRecord(record: object, budget: number, path: object[], clean: TextFilter): string {
  const parts: string[] = [];
  let left = budget - RESERVE_CHARS;
  // Lists all keys, however many (70 ms for 300,000): JavaScript has no cheaper way, `for … in` included.
  for (const key of Object.keys(record)) {
    const member = readMember(record, key);
    if (member === undefined || typeof member === "function") continue;
    const name = JSON.stringify(clean(key).replace(UNSTORABLE, "\uFFFD"));
    left -= name.length + 1;
    const part = left > 0 ? `${name}:${write(member, left, path, clean)}` : `"${CUT_MARK}":true`;
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
