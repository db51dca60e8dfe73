import { CUT_MARK } from "@runline/contract";
import { readJson } from "./read-json.ts";

/** Levels of lists and objects. Deeper ones are cut off before anybody walks into them: a sender shall not choose the stack. */
const MAX_DEPTH = 64;
/** Escapes of what Postgres refuses: NUL, and halves of surrogate pairs. Two backslashes, and whole pairs, are found to be kept. */
const UNSTORABLE = /\\\\|\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}|\\u(?:0000|d[89a-f][0-9a-f]{2})/gi;
const ESCAPE_LENGTH = "\\u0000".length;

/** Whether the text may be a JSON object, list or string. A bare word or number is left the text that it is. */
export function looksLikeJson(text: string): boolean {
  return /^\s*[[{"]/.test(text);
}

/**
 * The value in a JSON text, or `undefined` when the text is not JSON. Of an object or list that was cut off, as SDKs and this
 * server do with long attributes, there is what arrived. An integer that no double holds is its digits as text.
 *
 * @example fromJson('{"city":"Paris"}') // { city: "Paris" }
 */
export function fromJson(text: string): unknown {
  const clean = text.includes("\\u") ? text.replace(UNSTORABLE, keepStorable) : text;
  try {
    const value: unknown = JSON.parse(clean);
    const look = lookThrough(value, 0);
    if (look === "deep") return cutDeep(value, 0);
    return look === "big" ? (readJson(clean) ?? value) : value;
  } catch {
    return readJson(clean); // cut off, or not JSON after all
  }
}

/** Whether the value is too deep, or has an integer that no double holds. */
function lookThrough(value: unknown, depth: number): "deep" | "big" | undefined {
  if (typeof value === "number") return Number.isInteger(value) && !Number.isSafeInteger(value) ? "big" : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  if (depth >= MAX_DEPTH) return "deep";
  let found: "big" | undefined;
  for (const member of Object.values(value)) {
    const look = lookThrough(member, depth + 1);
    if (look === "deep") return look;
    found ??= look;
  }
  return found;
}

function cutDeep(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth >= MAX_DEPTH) return CUT_MARK;
  if (Array.isArray(value)) return value.map((item) => cutDeep(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, cutDeep(member, depth + 1)]));
}

function keepStorable(match: string): string {
  return match.length === ESCAPE_LENGTH ? "\\ufffd" : match;
}

/**
 * The value of content: JSON inside a text becomes what it stands for, to the last text in a text. Other values, and texts
 * without JSON in them, stay.
 */
export function fromText(value: unknown): unknown {
  let inner = value;
  while (typeof inner === "string" && looksLikeJson(inner)) {
    const parsed = fromJson(inner);
    if (parsed === undefined) return inner;
    inner = parsed;
  }
  return inner;
}
