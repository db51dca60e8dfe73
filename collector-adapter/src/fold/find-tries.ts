import { toFailure } from "./run-outcome.ts";
import type { SpanNode, SpanTree } from "./span-node.ts";
import { toEnd, toStart } from "./span-tree.ts";
import { toStepName } from "./step-name.ts";

/**
 * Finds steps that failed and were called again directly afterwards, below the same parent. Sets `lastTry` on each of these tries: the
 * last one, which says how the step went.
 */
export function findTries({ nodes }: SpanTree): void {
  const latest = new Map<SpanNode, SpanNode[]>();
  for (const node of nodes) {
    const { parent, detailOf } = node;
    if (parent === undefined || detailOf !== undefined) continue;
    const tries = latest.get(parent);
    const before = tries?.at(-1);
    if (tries && before && isTriedAgain(before, node)) tries.push(node);
    else {
      markTries(tries);
      latest.set(parent, [node]);
    }
  }
  for (const tries of latest.values()) markTries(tries);
}

function markTries(tries: readonly SpanNode[] = []): void {
  if (tries.length > 1) for (const node of tries) node.lastTry = tries.at(-1);
}

function isTriedAgain(before: SpanNode, node: SpanNode): boolean {
  if (toFailure(before) === undefined || before.kind !== node.kind || before.run !== node.run) return false;
  return toEnd(before) <= toStart(node) && toStepName(before) === toStepName(node);
}
