import type { SpanNode } from "./span-tree.ts";

/** Steps that overlap by less come one after the other: many clocks know no less than a millisecond. In ms. */
const MIN_OVERLAP = 1;

/**
 * The steps that ran beside others below the same parent, by id: how many of them at once at most. What tells of a step once more is no
 * step beside it, and context providers run side by side always.
 *
 * @param now - end of what goes on
 */
export function findParallelSteps(nodes: Iterable<SpanNode>, now: number): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { span, children } of nodes) {
    if (span === undefined) continue;
    for (const group of toGroups(children.filter(isStep), now)) {
      const atOnce = countAtOnce(group, now);
      if (atOnce > 1) for (const { id } of group) found.set(id, atOnce);
    }
  }
  return found;
}

function isStep({ span }: SpanNode): boolean {
  return span !== undefined && span.detailOf === undefined && span.kind !== "context_provider";
}

/** Steps that hang together, each of them overlapping the ones before, in the order of their start. */
function toGroups(steps: readonly SpanNode[], now: number): SpanNode[][] {
  const groups: SpanNode[][] = [];
  let end = -Infinity;
  for (const step of steps) {
    const group = groups.at(-1);
    if (group && toStart(step) < end - MIN_OVERLAP) group.push(step);
    else groups.push([step]);
    end = Math.max(end, toEnd(step, now));
  }
  return groups;
}

function countAtOnce(group: readonly SpanNode[], now: number): number {
  const ends = group.map((step) => toEnd(step, now)).sort((a, b) => a - b);
  let ended = 0;
  let most = 0;
  for (const [index, step] of group.entries()) {
    while ((ends[ended] ?? Infinity) - MIN_OVERLAP <= toStart(step)) ended++;
    most = Math.max(most, index + 1 - ended);
  }
  return most;
}

function toStart({ span }: SpanNode): number {
  return span?.startedAt ?? 0;
}

function toEnd({ span }: SpanNode, now: number): number {
  return span?.endedAt ?? (span?.state === "open" ? now : (span?.startedAt ?? 0));
}
