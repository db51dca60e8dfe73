/**
 * How much more there is of something in the second of two, or less.
 *
 * @example formatChange(-620, formatDuration) // "−620 ms"
 */
export function formatChange(change: number, format: (amount: number) => string): string {
  const sign = change > 0 ? "+" : change < 0 ? "−" : "";
  return `${sign}${format(Math.abs(change))}`;
}

/** The same as a part of the first; empty where that is nothing. @example formatPartChange(3740, 6200) // "+66 %" */
export function formatPartChange(from: number, to: number): string {
  return from === 0 || from === to ? "" : formatChange(Math.round(((to - from) / from) * 100), (part) => `${part} %`);
}
