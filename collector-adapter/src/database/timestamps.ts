/**
 * Text of a moment for a `timestamptz` parameter, with the microseconds that a JavaScript `Date` would lose.
 *
 * @param at - ms since the epoch with a fraction
 * @example toTimestamp(1795393454513.25) // "2026-11-23T00:24:14.513250Z"
 */
export function toTimestamp(at: number): string {
  const micros = Math.round(at * 1000);
  const iso = new Date(Math.floor(micros / 1000)).toISOString();
  return `${iso.slice(0, -1)}${String(micros % 1000).padStart(3, "0")}Z`;
}
