import { formatDuration } from "./format-duration.ts";

const DAY_MS = 86_400_000;

const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const minute = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const second = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});

/** A moment of an axis that covers `lengthMs`: as precise as one reads it there. @example formatAxisTime(at, 3_600_000) // "14:39" */
export function formatAxisTime(at: number, lengthMs: number): string {
  if (lengthMs > 2 * DAY_MS) return day.format(at);
  return (lengthMs > 600_000 ? minute : second).format(at);
}

/** A stretch of time and how long it is. @example formatTimeSpan(from, to) // "15:21 – 15:29 · 8 m 00 s" */
export function formatTimeSpan(from: number, to: number): string {
  const lengthMs = to - from;
  return `${formatAxisTime(from, lengthMs)} – ${formatAxisTime(to, lengthMs)} · ${formatDuration(lengthMs)}`;
}
