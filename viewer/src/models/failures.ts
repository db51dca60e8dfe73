import type { RunSpan } from "@runline/contract";
import type { SpanNode } from "./span-tree.ts";

/** `true` when the span failed or ran out of time. */
export function isFailed({ span }: SpanNode): boolean {
  return span?.state === "error" || span?.state === "timeout";
}

/** The spans that one of those failed inside. One of them that failed, too, mostly did so because of that. */
export function findAroundFailures(failed: readonly SpanNode[]): ReadonlySet<SpanNode> {
  const around = new Set<SpanNode>();
  for (const node of failed) {
    for (let above = node.parent; above && !around.has(above); above = above.parent) around.add(above);
  }
  return around;
}

/**
 * Failed steps that were called again directly afterwards, each with none, and the last call after them with how many there were: of
 * tries, the last one says how the step went.
 */
export function findTries(nodes: Iterable<SpanNode>): ReadonlyMap<SpanNode, number> {
  const tries = new Map<SpanNode, number>();
  for (const { children } of nodes) {
    for (const [index, node] of children.entries()) {
      const before = children[index - 1];
      if (!before || !isTriedAgain(before, node)) continue;
      tries.set(node, (tries.get(before) ?? 1) + 1);
      tries.set(before, 0);
    }
  }
  return tries;
}

function isTriedAgain(before: SpanNode, { span }: SpanNode): boolean {
  if (!isFailed(before) || !before.span || !span) return false;
  const { kind, endedAt = Infinity } = before.span;
  return kind === span.kind && toStepName(before.span) === toStepName(span) && endedAt <= span.startedAt;
}

/** Where a call went, without what was answered. */
function withoutStatus(detail: string): string {
  return detail.replace(/ [1-5]\d\d$/, "");
}

/**
 * The step of a lost run that was going on when nothing came any more: of those without an end the one that started last, and the
 * labels of the steps around it, outermost first.
 */
export function findLostStep(
  spans: readonly RunSpan[],
  find: (spanId: string | undefined) => RunSpan | undefined,
): { spanId: string; path: string[] } | undefined {
  const step = spans.findLast(({ state, caller }) => state === "lost" && !caller);
  if (step === undefined) return undefined;
  const path = [toStepName(step)];
  const seen = new Set([step]);
  for (let around = find(step.parentSpanId); around && !seen.has(around); around = find(around.parentSpanId)) {
    seen.add(around);
    if (around.kind === "action") path.unshift(around.label);
  }
  return { spanId: step.spanId, path };
}

/** A call to the outside is told by where it went. */
function toStepName({ kind, label, detail }: RunSpan): string {
  return kind === "infrastructure" && detail !== undefined ? `${label} ${withoutStatus(detail)}` : label;
}
