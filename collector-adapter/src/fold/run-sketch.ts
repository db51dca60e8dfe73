import { STEP_KINDS, type SketchedStep } from "@runline/contract";
import type { FoldedStep } from "./fold-result.ts";

/** Steps that are drawn beside a run: each takes some 15 bytes of every list that the run is on. */
const MAX_SKETCHED_STEPS = 32;

/** The first steps of a run as a drawing has them, in whole ms from its start. */
export function toSketch(steps: readonly FoldedStep[], startedAt: number): SketchedStep[] {
  return steps.slice(0, MAX_SKETCHED_STEPS).map((step) => {
    const durationMs = step.durationMs === undefined ? -1 : Math.round(step.durationMs);
    const hasFailed = step.failure === undefined ? 0 : 1;
    return [STEP_KINDS.indexOf(step.kind), Math.round(step.startedAt - startedAt), durationMs, hasFailed];
  });
}
