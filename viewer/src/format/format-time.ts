const DAY_MS = 86_400_000;

const absolute = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "long" });
const range = new Intl.DateTimeFormat(undefined, {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});
const clock = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});
const date = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

/** Date, time and time zone in the reader's language. `at` is in ms since the epoch. */
export function formatAbsoluteTime(at: number): string {
  return absolute.format(at);
}

/** A stretch of time in the reader's language, saying once what both ends share. */
export function formatTimeRange(from: number, to: number): string {
  return range.formatRange(from, Math.max(from, to));
}

/** Time of day to the second. @example formatTimeOfDay(1795393454513) // "09:24:14" */
export function formatTimeOfDay(at: number): string {
  return clock.format(at);
}

/** Time of day with milliseconds. @example formatClockTime(1795393454513) // "09:24:14.513" */
export function formatClockTime(at: number): string {
  return `${formatTimeOfDay(at)}.${String(Math.floor(at) % 1_000).padStart(3, "0")}`;
}

/** Time of day, with the date when that is another one than today's. @example formatMoment(at, now) // "09:24:14" */
export function formatMoment(at: number, now: number): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  return (isToday ? clock : range).format(at);
}

/**
 * How long ago `at` was; from a day on, the date. Both are in ms since the epoch.
 *
 * @example formatRelativeTime(now - 3_000, now) // "3 s ago"
 */
export function formatRelativeTime(at: number, now: number): string {
  const ageMs = now - at;
  if (ageMs < 1_000) return "just now";
  if (ageMs < 60_000) return `${Math.floor(ageMs / 1_000)} s ago`;
  if (ageMs < 3_600_000) return `${Math.floor(ageMs / 60_000)} min ago`;
  if (ageMs < DAY_MS) return `${Math.floor(ageMs / 3_600_000)} h ago`;
  return date.format(at);
}

/** How old `at` is, for narrow places: in one unit, rounded down. @example formatAge(now - 130_000, now) // "2 min" */
export function formatAge(at: number, now: number): string {
  const seconds = Math.max(0, Math.floor((now - at) / 1_000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}
