const UNITS_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  min: 60_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const AGE = /^(\d+(?:\.\d+)?) ?(s|min|m|h|d|w)(?: ago)?$/;
const CLOCK = /(?:^|[ t])(\d{1,2}):(\d{2})(?::(\d{2}))?$/;
const ISO_DAY = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const NAMED_DAY = /^(\d{1,2})\.? ([a-z]{3})[a-z]*\.?(?: (\d{4}))?$/;

/**
 * Reads a time as one types it, in the time zone of the browser: an age, a time of day, a date, both. A time of day alone is on the day of
 * `beside`, else the last one that is not in the future; a date alone is its beginning, without a year the last one.
 *
 * @returns ms since the epoch, `undefined` for what is not a time
 * @example parseTime("2 h ago", now) // now - 7_200_000
 * @example parseTime("29 Nov 15:21", now)
 */
export function parseTime(text: string, now: number, beside?: number): number | undefined {
  const words = text.trim().toLowerCase().replaceAll(/\s+/g, " ");
  if (words === "") return undefined;
  if (words === "now") return now;
  const [, count, unit = ""] = AGE.exec(words) ?? [];
  if (count !== undefined) return now - Number(count) * (UNITS_MS[unit] ?? 0);
  const clock = CLOCK.exec(words);
  const day = parseDay(words.slice(0, clock?.index ?? words.length).trim(), now, beside);
  const [hours, minutes, seconds] = (clock ?? []).slice(1).map((digits) => Number(digits ?? 0));
  if (!day || (clock && !isClock(hours, minutes, seconds))) return undefined;
  day.setHours(hours ?? 0, minutes ?? 0, seconds ?? 0, 0);
  const isTimeAlone = clock?.index === 0 && beside === undefined;
  if (isTimeAlone && day.getTime() > now) day.setDate(day.getDate() - 1);
  return day.getTime();
}

function isClock(hours = 0, minutes = 0, seconds = 0): boolean {
  return hours < 24 && minutes < 60 && seconds < 60;
}

/** The day that words name; without words that of `beside`, else today. */
function parseDay(words: string, now: number, beside = now): Date | undefined {
  if (words === "") return new Date(beside);
  if (words === "today") return new Date(now);
  if (words === "yesterday") return new Date(new Date(now).setDate(new Date(now).getDate() - 1));
  const [, isoYear, isoMonth, isoDay] = ISO_DAY.exec(words) ?? [];
  if (isoYear !== undefined) return toDate(Number(isoYear), Number(isoMonth) - 1, Number(isoDay));
  const [, day, name = "", namedYear] = NAMED_DAY.exec(words) ?? [];
  const month = MONTHS.indexOf(name);
  if (month === -1) return undefined;
  const year = namedYear === undefined ? new Date(now).getFullYear() : Number(namedYear);
  const date = toDate(year, month, Number(day));
  const isLastYear = namedYear === undefined && date !== undefined && date.getTime() > now;
  return isLastYear ? toDate(year - 1, month, Number(day)) : date;
}

/** `undefined` for a month or a day that there is not. */
function toDate(year: number, month: number, day: number): Date | undefined {
  const date = new Date(year, month, day);
  return date.getMonth() === month && date.getDate() === day ? date : undefined;
}

/** A time as {@link parseTime} reads it. @example formatTypedTime(at) // "2026-11-29 15:21:00" */
export function formatTypedTime(at: number): string {
  const date = new Date(at);
  const pad = (part: number) => String(part).padStart(2, "0");
  const day = [date.getFullYear(), pad(date.getMonth() + 1), pad(date.getDate())].join("-");
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(pad).join(":")}`;
}
