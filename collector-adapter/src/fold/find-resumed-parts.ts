import type { RunDraft, SpanNode } from "./span-node.ts";
import { byStart } from "./span-tree.ts";

/**
 * Finds the parts of runs that name no id and went on after a pause: the spans of agents directly below a span of a part that they name as
 * what they go on from. A run that names an id has its parts by that.
 */
export function findResumedParts(drafts: readonly RunDraft[]): void {
  for (const draft of drafts) {
    const { root, named, members } = draft;
    if (named !== undefined || root === undefined) continue;
    const parts = new Set([root]);
    for (const node of members) if (goesOn(node, parts)) parts.add(node);
    if (parts.size > 1) draft.parts = [...parts].sort(byStart);
  }
}

/** Whether an agent's span goes on with one of some parts; parents stand before their children. */
function goesOn({ kind, parent, span }: SpanNode, parts: ReadonlySet<SpanNode>): boolean {
  if (kind !== "run" || span.resumedFrom === undefined || parent?.span.spanId !== span.resumedFrom) return false;
  const agent = parent.isAgent ? parent : parent.agentAround;
  return agent !== undefined && parts.has(agent);
}
