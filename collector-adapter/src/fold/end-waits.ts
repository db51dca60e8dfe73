import type { RunDraft, SpanNode, SpanTree } from "./span-node.ts";
import { byStart } from "./span-tree.ts";

/**
 * Finds out until when runs waited that had paused: until the span begins that names the pause as what it goes on from, else the next span
 * of the run that stands below none of its others. A wait without an end goes on, and so does its run.
 */
export function endWaits({ nodes }: SpanTree): void {
  const waits = new Map<RunDraft, SpanNode[]>();
  for (const node of nodes) {
    if (node.span.isPause !== true || node.run === undefined) continue;
    const beside = waits.get(node.run);
    if (beside === undefined) waits.set(node.run, [node]);
    else beside.push(node);
  }
  for (const [{ members }, paused] of waits) endWaitsOf(members, paused.sort(byStart));
}

/** Whether the run waits in the span, and goes on waiting. */
export function isWaiting({ span }: SpanNode): boolean {
  return span.isPause === true && span.endedAt === undefined;
}

function endWaitsOf(members: readonly SpanNode[], waits: readonly SpanNode[]): void {
  const named = new Map<string, number>();
  const starts: number[] = [];
  for (const { span, parent, run } of members) {
    const { resumedFrom, startedAt } = span;
    if (resumedFrom !== undefined) named.set(resumedFrom, Math.min(startedAt, named.get(resumedFrom) ?? startedAt));
    if (parent?.run !== run && span.isPause !== true) starts.push(startedAt);
  }
  starts.sort((a, b) => a - b);
  let next = 0;
  for (const wait of waits) {
    const { pauseId, startedAt } = wait.span;
    while ((starts[next] ?? Number.POSITIVE_INFINITY) <= startedAt) next++;
    const resumedAt = (pauseId === undefined ? undefined : named.get(pauseId)) ?? starts[next];
    // The clock of the process that goes on may be behind.
    if (resumedAt !== undefined) wait.span = { ...wait.span, endedAt: Math.max(startedAt, resumedAt) };
  }
}
