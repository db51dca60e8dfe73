import type { TimeScale, TimeWindow } from "../models/create-time-scale.ts";

/** Shorter stretches, as a part of the window, are between steps and only in the way. */
const MIN_WIDTH = 0.004;

/** A stretch of the critical path, below the bar of the step that the run waited for. */
export function CriticalStretch({ stretch, scale }: { stretch: TimeWindow; scale: TimeScale }) {
  const left = Math.max(0, scale.toPart(stretch.from));
  const width = Math.min(1, scale.toPart(stretch.to)) - left;
  if (width < MIN_WIDTH) return null;
  return <span class="critical" style={{ left: `${left * 100}%`, width: `${width * 100}%` }} />;
}
