import { hash } from "node:crypto";
import type { OtlpSpan } from "../otlp/otlp-span.ts";

/** Digits of an end in µs: enough until the year 2286. */
const END_DIGITS = 16;
/** Of each of two hashes that tell versions apart which are the same otherwise: 48 bits. */
const HASH_LENGTH = 8;
/** Digits of a count of attributes and events, which decoding bounds. */
const COUNT_DIGITS = 6;

/**
 * A text that orders the versions of one span, in whatever order they arrive: the one that ended later is the later one, then the
 * one that failed or is sure to be well, then the one that says more. What is left differs in values alone, and a hash decides.
 * A span that has not ended comes before all that have.
 *
 * @param facts, body - all that is stored of the span, as JSON. Hashed apart, since together they would be copied; with SHA-1, for which
 * processors have instructions: half the time of MD5
 * @example "1795393454513250" + "2" + "000014" + "n4bQgYhMfWWaL-qg"
 */
export function toSpanVersion(span: OtlpSpan, facts: string, body: string): string {
  const end = span.endedAt === undefined ? 0 : Math.round(span.endedAt * 1000);
  const size = Object.keys(span.attributes).length + span.events.length;
  const digits = [String(end).padStart(END_DIGITS, "0"), span.statusCode, String(size).padStart(COUNT_DIGITS, "0")];
  return [...digits, toHash(facts), toHash(body)].join(""); // joined, a text is one thing to the memory; of a template all pieces stay, 200 B
}

function toHash(text: string): string {
  return hash("sha1", text, "base64url").slice(0, HASH_LENGTH);
}
