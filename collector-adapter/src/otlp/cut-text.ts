import { CUT_MARK } from "./span-limits.ts";

/**
 * The text, or as much of it as fits with a mark at its end. Never cut between the two halves of a surrogate pair: half a
 * pair cannot be stored.
 *
 * @example cutText("Weather Guide", 8) // "Weather…"
 */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = Math.max(0, limit - CUT_MARK.length);
  const last = text.charCodeAt(end - 1);
  const isHighSurrogate = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, isHighSurrogate ? end - 1 : end) + CUT_MARK;
}
