/** Where durations stand on an axis of which each part is ten times the one before, in percent from the left. */
export interface LogScale {
  place: (durationMs: number) => number;
  /** Powers of ten that are written at the axis, in ms. */
  ticks: readonly number[];
}

/** What is shorter stands at the left end: an axis down to µs would leave the rest no room. */
const SHORTEST_MS = 1;
/** More words do not fit beside each other. */
const MAX_TICKS = 5;

/** The axis from the power of ten at or below the shortest of some durations to the one at or above the longest. */
export function toLogScale(durations: readonly number[]): LogScale {
  const exponents = durations.map(toExponent);
  const first = exponents.length === 0 ? 0 : Math.floor(Math.min(...exponents));
  const last = Math.max(first + 1, Math.ceil(Math.max(...exponents)));
  const step = Math.ceil((last - first + 1) / MAX_TICKS);
  const ticks = Array.from(
    { length: Math.floor((last - first) / step) + 1 },
    (_, index) => 10 ** (first + index * step),
  );
  return { place: (durationMs) => ((toExponent(durationMs) - first) / (last - first)) * 100, ticks };
}

function toExponent(durationMs: number): number {
  return Math.log10(Math.max(SHORTEST_MS, durationMs));
}
