import { linkDetail } from "./link-detail.ts";
import type { SpanNode } from "./span-node.ts";
import { byStart, toEnd } from "./span-tree.ts";

/** A stream begins when its request has ended, and what writes both down takes at most so long in between: ms. */
const APART_MS = 50;

/**
 * Joins answers that were streamed with their requests, where an instrumentation has a span for each: the answer, in which all that is known
 * of the call stands, is the call, and the last request before it that waits for one is a detail.
 */
export function matchStreams(calls: readonly SpanNode[]): void {
  const answers = calls.filter(({ span }) => span.isAnswer === true);
  if (answers.length === 0) return;
  const requests = calls.filter(isRequest).sort(byEnd);
  const waiting = new Map<string, SpanNode[]>();
  let next = 0;
  for (const answer of answers.sort(byStart)) {
    for (; next < requests.length; next += 1) {
      const request = requests[next];
      if (request === undefined || toEnd(request) > answer.span.startedAt + APART_MS) break;
      const known = waiting.get(toKey(request));
      if (known === undefined) waiting.set(toKey(request), [request]);
      else known.push(request);
    }
    const request = waiting.get(toKey(answer))?.pop();
    if (request !== undefined) linkDetail(request, answer);
  }
}

/** Whether a call has neither failed nor told what it used: its answer is still to come. */
function isRequest({ span }: SpanNode): boolean {
  const { isAnswer, tokens, responseId, status = "ok", endedAt } = span;
  return (
    isAnswer !== true && tokens === undefined && responseId === undefined && status === "ok" && endedAt !== undefined
  );
}

/** What both are directly in, and what they have in common. */
function toKey(call: SpanNode): string {
  const { around, run, span } = call;
  const place = around ?? run?.entry ?? call;
  return JSON.stringify([around !== undefined, place.index, span.scope, span.model]);
}

function byEnd(a: SpanNode, b: SpanNode): number {
  return toEnd(a) - toEnd(b) || byStart(a, b);
}
