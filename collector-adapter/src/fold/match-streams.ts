import { linkDetail } from "./link-detail.ts";
import type { SpanNode } from "./span-node.ts";
import { byStart } from "./span-tree.ts";

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
  const waiting = new Map<object, SpanNode[]>();
  let next = 0;
  for (const answer of answers.sort(byStart)) {
    for (; next < requests.length; next += 1) {
      const request = requests[next];
      if (request === undefined || toEnd(request) > answer.span.startedAt + APART_MS) break;
      const known = waiting.get(toPlace(request));
      if (known === undefined) waiting.set(toPlace(request), [request]);
      else known.push(request);
    }
    const beside = waiting.get(toPlace(answer)) ?? [];
    const index = beside.findLastIndex((request) => isSameModel(request, answer));
    const [request] = index === -1 ? [] : beside.splice(index, 1);
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

function isSameModel({ span: request }: SpanNode, { span: answer }: SpanNode): boolean {
  return request.scope === answer.scope && request.model === answer.model;
}

/** What both are directly in. */
function toPlace(call: SpanNode): object {
  return call.around ?? call.run ?? call;
}

function byEnd(a: SpanNode, b: SpanNode): number {
  return toEnd(a) - toEnd(b) || byStart(a, b);
}

function toEnd({ span }: SpanNode): number {
  return span.endedAt ?? span.startedAt;
}
