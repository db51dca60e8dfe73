import type { DurationPercentiles, StepKind } from "@runline/contract";
import type { LogScale } from "../models/log-scale.ts";
import { KINDS } from "../ui/kinds.ts";
import "./duration-range.css";

/** Durations of steps of one kind, and the axis that all rows share. */
interface DurationRangeProps {
  durationMs: DurationPercentiles;
  kind: StepKind;
  scale: LogScale;
}

const MIDDLE = "50%";

/** From the duration that half stayed within (a dot) over that of 95 % (a stroke) to the longest; for the eye alone, since the row has them as numbers. */
export function DurationRange({ durationMs, kind, scale }: DurationRangeProps) {
  const [half, most, all] = [durationMs.p50, durationMs.p95, durationMs.max].map((ms) => `${scale.place(ms)}%`);
  return (
    <svg class="duration-range" style={{ color: `var(${KINDS[kind].color})` }} aria-hidden="true">
      {scale.ticks.map((ms) => (
        <line key={ms} class="range-grid" x1={`${scale.place(ms)}%`} x2={`${scale.place(ms)}%`} y1="0" y2="100%" />
      ))}
      <line class="range-all" x1={half} x2={all} y1={MIDDLE} y2={MIDDLE} />
      <line class="range-most" x1={half} x2={most} y1={MIDDLE} y2={MIDDLE} />
      <line class="range-mark" x1={most} x2={most} y1="8" y2="20" />
      <circle class="range-half" cx={half} cy={MIDDLE} r="4" />
    </svg>
  );
}
