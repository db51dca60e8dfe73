import type { RunSpan } from "@runline/contract";
import { toBarLayout } from "../models/time-scale.ts";
import type { TimeScale } from "../models/create-time-scale.ts";
import { KINDS } from "../ui/kinds.ts";
import "./span-bar.css";

/** A bar. */
export interface SpanBarProps {
  span: RunSpan;
  /** Whether the span is somebody else's. */
  isOther: boolean;
  /** Whether what is inside is shown below. */
  isParent: boolean;
  /** Whether the step failed by itself, not because of one inside it. */
  isCulprit: boolean;
  scale: TimeScale;
  now: number;
  /** The moment up to which the bar is solid: the last one that is known of a lost run, or the end of a run that work went on after. */
  solidUntil: number | undefined;
}

/** As good as all of a bar: what is computed from times is not exact. */
const ALL = 0.999;

/**
 * The bar of a span, at least 4 px wide. Its colour is the kind, and red for what failed by itself; a parent is an outline, since the
 * work is done by what is below it; what failed because of that has a red end only. Time that is only waited is hatched, as no work is. Words never stand on or beside a bar.
 */
export function SpanBar({ span, isOther, isParent, isCulprit, scale, now, solidUntil }: SpanBarProps) {
  const layout = toBarLayout(span, scale, now);
  if (!layout) return null;
  const { left, width } = layout;
  const { state, caller, detailOf, clockOffsetMs, kind, wait } = span;
  const solid = solidUntil === undefined || width === 0 ? 1 : (scale.toPart(solidUntil) - left) / width;
  const hasFailed = state === "error" || state === "timeout";
  const classes = [
    `bar is-${state}`,
    isParent && "is-parent",
    hasFailed && (isCulprit ? "is-culprit" : "is-passed"),
    (caller || detailOf !== undefined) && "is-thin",
    isOther && !caller && "is-other",
    wait && "is-wait",
    clockOffsetMs !== undefined && "is-skewed",
    state !== "lost" && !isParent && solid < ALL && "is-beyond",
  ];
  return (
    <span
      class={classes.filter(Boolean).join(" ")}
      style={{
        "--kind": `var(${KINDS[kind].color})`,
        left: `min(${left * 100}%, 100% - 4px)`,
        width: `${width * 100}%`,
        "--solid": `${Math.max(0, solid) * 100}%`,
      }}
    />
  );
}
