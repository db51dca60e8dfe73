import { formatDuration } from "./format-duration.ts";

/** How long after the beginning of the run, or before it. @example formatOffset(-12) // "−12 ms" */
export function formatOffset(offsetMs: number): string {
  return `${offsetMs < 0 ? "−" : "+"}${formatDuration(Math.abs(offsetMs))}`;
}
