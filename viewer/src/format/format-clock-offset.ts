import { formatDuration } from "./format-duration.ts";

/** How far a clock is off, in words. @example formatClockOffset(-300_000) // "5 m 00 s behind" */
export function formatClockOffset(offsetMs: number): string {
  return `${formatDuration(Math.abs(offsetMs))} ${offsetMs < 0 ? "behind" : "ahead"}`;
}
