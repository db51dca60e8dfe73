import { SKETCHED_KINDS, type SketchedKind, type SketchedStep } from "@runline/contract";
import type { FoldedStep } from "./fold-result.ts";
import type { RunDraft } from "./span-node.ts";

/** Steps that are drawn beside a run: each takes some 15 bytes of every list that the run is on. */
const MAX_SKETCHED_STEPS = 32;
/** A shorter wait, as a part of the run, is not drawn: an agent that asks whether it may and is told at once has one at each action. */
const MIN_WAIT = 0.01;

/** What is drawn: a step, or a time in which the run waits. */
interface Drawn extends Pick<FoldedStep, "startedAt" | "durationMs" | "failure"> {
  kind: SketchedKind;
}

/** The first steps and waits of a run as a drawing has them, in whole ms from its start. */
export function toSketch(
  run: RunDraft,
  steps: readonly FoldedStep[],
  startedAt: number,
  endedAt: number,
): SketchedStep[] {
  const waits = toWaits(run).filter(({ durationMs = Infinity }) => durationMs >= (endedAt - startedAt) * MIN_WAIT);
  const drawn = waits.length === 0 ? steps : [...steps, ...waits].sort((a, b) => a.startedAt - b.startedAt);
  return takeFirst(drawn).map((step) => {
    const durationMs = step.durationMs === undefined ? -1 : Math.round(step.durationMs);
    const hasFailed = step.failure === undefined ? 0 : 1;
    return [SKETCHED_KINDS.indexOf(step.kind), Math.round(step.startedAt - startedAt), durationMs, hasFailed];
  });
}

/** The first, of which the last gives way to the wait that goes on: what the run does now is what is looked for. */
function takeFirst(drawn: readonly Drawn[]): readonly Drawn[] {
  const rest = drawn.slice(MAX_SKETCHED_STEPS);
  const now = rest.find(({ kind, durationMs }) => kind === "wait" && durationMs === undefined);
  const first = drawn.slice(0, MAX_SKETCHED_STEPS - (now === undefined ? 0 : 1));
  return now === undefined ? first : [...first, now];
}

/** The times in which the run waits, by its clock. */
function toWaits({ members }: RunDraft): Drawn[] {
  return members
    .filter(({ span }) => span.isWait === true)
    .map(({ span: { startedAt, endedAt }, clockOffsetMs }) => ({
      kind: "wait",
      startedAt: startedAt - clockOffsetMs,
      ...(endedAt !== undefined && { durationMs: Math.max(0, endedAt - startedAt) }),
    }));
}
