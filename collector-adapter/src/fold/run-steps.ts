import { factsOf, toCost } from "./fill-calls.ts";
import type { FoldedStep } from "./fold-result.ts";
import { toFailure } from "./run-outcome.ts";
import { isCounted, isUnpriced, type CountedNode } from "./run-sums.ts";
import type { RunDraft } from "./span-node.ts";
import { byStart } from "./span-tree.ts";

/** A step takes some 100 bytes of its run's row, which is written as a whole: a runaway loop must not make it grow to megabytes. */
const MAX_STEPS = 2_000;

/** The steps that a run counts, the first 2,000, by the clock of the run. */
export function toSteps({ members }: RunDraft): FoldedStep[] {
  return members.filter(isCounted).sort(byStart).slice(0, MAX_STEPS).map(toStep);
}

function toStep(node: CountedNode): FoldedStep {
  const { kind, span, clockOffsetMs } = node;
  const facts = factsOf(node);
  const { tokens } = facts;
  const { usd, estimated } = toCost(facts);
  const failure = toFailure(node);
  return {
    kind,
    name: toName(node),
    spanId: span.spanId,
    startedAt: span.startedAt - clockOffsetMs,
    ...(span.endedAt !== undefined && { durationMs: Math.max(0, span.endedAt - span.startedAt) }),
    ...(failure !== undefined && { failure }),
    ...(tokens !== undefined && { tokens }),
    ...(usd !== undefined && { cost: usd }),
    estimated,
    unpriced: isUnpriced(kind, facts),
  };
}

/** An action goes by the name of its tool, a call by its model. */
function toName(node: CountedNode): string {
  const { toolName, label } = node.span;
  const { model, responseModel } = factsOf(node);
  if (node.kind === "action") return toolName ?? label;
  return (node.kind === "evaluator" ? undefined : (model ?? responseModel)) ?? label;
}
