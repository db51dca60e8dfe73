import type { RunSpan } from "@runline/contract";
import type { SpanNode } from "./span-tree.ts";
import { toStepName } from "./step-name.ts";

/** `true` when the span failed or ran out of time. */
export function isFailed({ span }: SpanNode): boolean {
  return span?.state === "error" || span?.state === "timeout";
}

/** The spans that one of those is inside of. One of them that failed like those mostly did so because of that. */
export function findAround(nodes: readonly SpanNode[]): ReadonlySet<SpanNode> {
  const around = new Set<SpanNode>();
  for (const node of nodes) {
    for (let above = node.parent; above && !around.has(above); above = above.parent) around.add(above);
  }
  return around;
}

/**
 * The step of a lost run that was going on when nothing came any more: of those without an end the one that started last; of a sender that
 * tells of nothing before its end, the step that ended last. With the labels of the steps around it, outermost first.
 */
export function findLostStep(
  spans: readonly RunSpan[],
  find: (spanId: string | undefined) => RunSpan | undefined,
): { spanId: string; path: string[] } | undefined {
  const own = spans.filter(({ caller }) => !caller);
  const step = own.findLast(({ state }) => state === "lost") ?? findLastEnd(own);
  if (step === undefined) return undefined;
  const path = [toStepName(step)];
  const seen = new Set([step]);
  for (let around = find(step.parentSpanId); around && !seen.has(around); around = find(around.parentSpanId)) {
    seen.add(around);
    if (around.kind === "action") path.unshift(around.label);
  }
  return { spanId: step.spanId, path };
}

function findLastEnd(spans: readonly RunSpan[]): RunSpan | undefined {
  let last: RunSpan | undefined;
  for (const span of spans) if (last === undefined || (span.endedAt ?? 0) >= (last.endedAt ?? 0)) last = span;
  return last;
}

/** The span in which a run waits that has paused: the sentence beside says for what. */
export function findWait(spans: readonly RunSpan[]): { spanId: string; path: string[] } | undefined {
  const step = spans.findLast(({ wait, state, caller }) => wait && state === "open" && !caller);
  return step && { spanId: step.spanId, path: [] };
}
