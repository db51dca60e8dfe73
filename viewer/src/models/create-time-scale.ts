/** A stretch of time, ms since the epoch. `to` is after `from`. */
export interface TimeWindow {
  from: number;
  to: number;
}

/** Where moments of a window stand on screen: 0 at its beginning, 1 at its end. */
export interface TimeScale extends TimeWindow {
  toPart: (time: number) => number;
  toTime: (part: number) => number;
  /** Stretches of the window that take less room than their time would. */
  compressed: readonly TimeWindow[];
}

/** Room of a compressed stretch, and of all of them together: about 40 px each. */
const GAP_PART = 0.04;
const MAX_GAPS_PART = 0.5;

/**
 * Makes a scale that is even, but for the stretches that are to take little room. These stand in order and do not overlap; a window that
 * is nothing but such a stretch is even.
 */
export function createTimeScale({ from, to }: TimeWindow, gaps: readonly TimeWindow[] = []): TimeScale {
  const length = to - from;
  const compressed = gaps
    .map((gap) => ({ from: Math.max(from, gap.from), to: Math.min(to, gap.to) }))
    .filter((gap) => gap.to - gap.from > GAP_PART * length && gap.to - gap.from < length);
  if (compressed.length === 0) {
    // Asked for each of 100,000 bars on the map.
    return { from, to, compressed, toPart: (time) => (time - from) / length, toTime: (part) => from + part * length };
  }
  const gapPart = Math.min(GAP_PART, MAX_GAPS_PART / compressed.length);
  const restMs = compressed.reduce((rest, gap) => rest - (gap.to - gap.from), length);
  const perMs = (1 - gapPart * compressed.length) / restMs;
  // From one corner to the next the scale is straight.
  const corners: Corner[] = [{ time: from, part: 0 }];
  for (const gap of compressed) {
    const last = corners.at(-1) ?? { time: from, part: 0 };
    const part = last.part + (gap.from - last.time) * perMs;
    if (gap.from > last.time) corners.push({ time: gap.from, part });
    corners.push({ time: gap.to, part: part + gapPart });
  }
  if ((corners.at(-1)?.time ?? from) < to) corners.push({ time: to, part: 1 });
  return {
    from,
    to,
    compressed,
    toPart: (time) => interpolate(corners, time, "time", "part"),
    toTime: (part) => interpolate(corners, part, "part", "time"),
  };
}

type Corner = Record<"time" | "part", number>;

/** Before the first corner and after the last one, the scale goes on as beside them. */
function interpolate(corners: readonly Corner[], value: number, by: keyof Corner, to: keyof Corner): number {
  const found = corners.findIndex((corner, index) => index > 0 && value <= corner[by]);
  const [left, right] = corners.slice(found === -1 ? -2 : found - 1);
  if (left === undefined || right === undefined) return 0;
  return left[to] + ((value - left[by]) / (right[by] - left[by])) * (right[to] - left[to]);
}
