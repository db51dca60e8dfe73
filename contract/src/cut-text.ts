/** Stands where something was cut: at the end of a text, or in place of what is missing in a list or map. */
export const CUT_MARK = "…";

/**
 * The text, or as much of it as `limit` characters hold together with `mark`. Never cut between the two halves of a surrogate
 * pair: half a pair cannot be stored everywhere.
 *
 * @example cutText("Weather Guide", 8, CUT_MARK) // "Weather…"
 */
export function cutText(text: string, limit: number, mark = ""): string {
  if (text.length <= limit) return text;
  const end = Math.max(0, limit - mark.length);
  const last = text.charCodeAt(end - 1);
  const isHighSurrogate = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, isHighSurrogate ? end - 1 : end) + mark;
}
