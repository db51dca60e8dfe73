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

const DAY_MS = 86_400_000;

/** The day of a moment, in UTC: days since the epoch. @example toDay(1795393454513.25) // 20780 */
export function toDay(at: number): number {
  return Math.floor(at / DAY_MS);
}

/** The date of a day. @example toDate(20780) // "2026-11-23" */
export function toDate(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The beginning of a day, ms since the epoch. @example toMoment(20780) // 1795392000000 */
export function toMoment(day: number): number {
  return day * DAY_MS;
}
