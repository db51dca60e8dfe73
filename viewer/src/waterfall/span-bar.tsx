import type { RunSpan } from "@runline/contract";
import { toBarLayout, type TimeWindow } from "../models/time-scale.ts";
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
  window: TimeWindow;
  now: number;
}

/**
 * The bar of a span, at least 4 px wide. Its colour is the kind, and red for what failed by itself; a parent is an outline, since the
 * work is done by what is below it; what failed because of that has a red end only. Words never stand on or beside a bar.
 */
export function SpanBar({ span, isOther, isParent, isCulprit, window, now }: SpanBarProps) {
  const layout = toBarLayout(span, window, now);
  if (!layout) return null;
  const { left, width } = layout;
  const { state, caller, detailOf, clockOffsetMs, kind } = span;
  const hasFailed = state === "error" || state === "timeout";
  const classes = [
    `bar is-${state}`,
    isParent && "is-parent",
    hasFailed && (isCulprit ? "is-culprit" : "is-passed"),
    (caller || detailOf !== undefined) && "is-thin",
    isOther && !caller && "is-other",
    clockOffsetMs !== undefined && "is-skewed",
  ];
  return (
    <span
      class={classes.filter(Boolean).join(" ")}
      style={{
        "--kind": `var(${KINDS[kind].color})`,
        left: `min(${left * 100}%, 100% - 4px)`,
        width: `${width * 100}%`,
      }}
    />
  );
}
