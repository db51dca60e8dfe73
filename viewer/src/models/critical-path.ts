import type { TimeWindow } from "./create-time-scale.ts";
import type { SpanNode } from "./span-tree.ts";

/**
 * What the length of a run was made of: from its end back to its start, always the child that ended last before the one after it
 * began, and the step itself where none did. Shortening anything else makes the run no shorter.
 *
 * @param now - end of what goes on
 * @returns the stretches of each span that are on the path
 */
export function findCriticalPath(root: SpanNode, now: number): Map<string, TimeWindow[]> {
  const path = new Map<string, TimeWindow[]>();
  const waiting = [{ node: root, until: Infinity }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node } = next;
    const { span } = node;
    if (!span) continue;
    const own: TimeWindow[] = [];
    let at = Math.min(next.until, toEnd(node, now));
    const until = at;
    const ends = node.children.map((child) => ({ child, end: Math.min(toEnd(child, now), until) }));
    for (const { child, end } of ends.sort((a, b) => b.end - a.end)) {
      const start = child.span?.startedAt ?? Infinity;
      // What was still going on when the one after it began is beside the path.
      if (end > at || start >= end) continue;
      if (end < at) own.push({ from: end, to: at });
      waiting.push({ node: child, until: end });
      at = Math.max(start, span.startedAt);
    }
    if (at > span.startedAt) own.push({ from: span.startedAt, to: at });
    if (own.length > 0) path.set(node.id, own.toReversed());
  }
  return path;
}

/** How long a step did not wait for anything inside it, in ms. */
export function toSelfMs({ span, children }: SpanNode, now: number): number {
  if (!span) return 0;
  const end = toEnd({ span }, now);
  let selfMs = 0;
  let at = span.startedAt;
  for (const child of children) {
    if (!child.span) continue;
    const { startedAt } = child.span;
    if (startedAt > at) selfMs += Math.max(0, Math.min(startedAt, end) - at);
    at = Math.max(at, toEnd(child, now));
  }
  return selfMs + Math.max(0, end - at);
}

function toEnd({ span }: Pick<SpanNode, "span">, now: number): number {
  return span?.endedAt ?? Math.max(now, span?.startedAt ?? now);
}
