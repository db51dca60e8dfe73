import { groupBy } from "./group-by.ts";
import type { SpanNode } from "./span-node.ts";
import { isSameService, toNamedRunId } from "./span-owner.ts";

/** A response is of few spans. More have the same where a server that answers for a test gives one id to all. */
const MAX_SPANS_OF_RESPONSE = 64;

/** A trace of which every span is a call or infrastructure. */
interface BareTrace {
  /** Those that name their response. */
  calls: SpanNode[];
  longestMs: number;
  /** Its place among the traces, by their start. */
  place: number;
}

/**
 * Hangs what a gateway tells in a trace of its own below the calls that were made through it: both name the same responses. Such a trace
 * has nothing but calls and infrastructure, and for each response a caller in another trace. Of two such traces the one with the longer
 * call is the caller's, since a caller waits; of two alike, the one that started first.
 *
 * @param nodes - by their start
 */
export function hangMirrors(nodes: readonly SpanNode[]): void {
  const bareTraces = findBareTraces(nodes);
  const responses = groupBy(nodes.filter(namesResponse), toResponse);

  const isOutside = (caller: SpanNode, { longestMs, place }: BareTrace): boolean => {
    const other = bareTraces.get(caller.span.traceId);
    if (other === undefined) return true;
    return other.longestMs > longestMs || (other.longestMs === longestMs && other.place < place);
  };
  const findCaller = (call: SpanNode, trace: BareTrace): SpanNode | undefined => {
    const named = responses.get(toResponse(call)) ?? [];
    if (named.length > MAX_SPANS_OF_RESPONSE) return undefined;
    const callers = named.filter(
      (other) => other.span.traceId !== call.span.traceId && isCallerOf(other, call) && isOutside(other, trace),
    );
    return callers.sort((a, b) => toGap(a, call) - toGap(b, call))[0];
  };

  const findTop = createTopSearch();
  const places = new Map<SpanNode, SpanNode>();
  const firsts = new Map<string, SpanNode>();
  for (const [traceId, trace] of bareTraces) {
    const callers = trace.calls.map((call) => findCaller(call, trace));
    if (!callers.every((caller) => caller !== undefined)) continue;
    for (const [index, call] of trace.calls.entries()) {
      const [top, caller] = [findTop(call), callers[index]];
      if (caller === undefined) continue;
      if (!firsts.has(traceId)) firsts.set(traceId, caller);
      if (!places.has(top)) places.set(top, caller);
    }
  }
  for (const node of nodes) {
    if (node.parent !== undefined) continue;
    // What is beside the calls, such as the check of a key, is of the first.
    const caller = places.get(node) ?? firsts.get(node.span.traceId);
    if (caller === undefined) continue;
    node.mirrorOf = caller;
    node.missingParent = undefined;
  }
  for (const node of nodes) if (node.mirrorOf !== undefined) node.parent = node.mirrorOf;
}

/** Whether spans are calls and what belongs to them, of nothing that works by itself: what a gateway writes. */
export function isBare(nodes: readonly SpanNode[]): boolean {
  return nodes.every(
    ({ kind, span }) =>
      (isCall(kind) || kind === "infrastructure") &&
      span.isChain !== true &&
      (toNamedRunId(span) ?? span.tracedRunId) === undefined,
  );
}

function isCall(kind: SpanNode["kind"]): boolean {
  return kind === "model_call" || kind === "embedding";
}

function namesResponse({ kind, span }: SpanNode): boolean {
  return isCall(kind) && span.responseId !== undefined;
}

function toResponse({ kind, span }: SpanNode): string {
  return `${kind} ${span.responseId}`;
}

function findBareTraces(nodes: readonly SpanNode[]): Map<string, BareTrace> {
  const bare = new Map<string, BareTrace>();
  for (const [place, [traceId, trace]] of [...groupBy(nodes, ({ span }) => span.traceId)].entries()) {
    if (!isBare(trace)) continue;
    const calls = trace.filter(namesResponse);
    const longestMs = calls.reduce((longest, { span }) => Math.max(longest, toLength(span)), 0);
    bare.set(traceId, { calls, longestMs, place });
  }
  return bare;
}

/** Finds the topmost span above one. Each way up is gone once. */
function createTopSearch(): (node: SpanNode) => SpanNode {
  const tops = new Map<SpanNode, SpanNode>();
  return (node) => {
    const way = [node];
    for (let above = node; above.parent !== undefined && !tops.has(above); way.push(above)) above = above.parent;
    const last = way.at(-1) ?? node;
    const top = tops.get(last) ?? last;
    for (const each of way) tops.set(each, top);
    return top;
  };
}

function toLength({ startedAt, endedAt = startedAt }: SpanNode["span"]): number {
  return endedAt - startedAt;
}

/**
 * Whether a call may have been made by another one: of another program or instrumentation, and while that lasted. Both clocks are taken as
 * they are: a caller lasts longer than clocks are apart, and a tolerance would take in what came after it.
 */
function isCallerOf({ span: outer }: SpanNode, { span: inner }: SpanNode): boolean {
  if (outer.scope === inner.scope && isSameService(outer, inner)) return false;
  const { startedAt, endedAt = Number.POSITIVE_INFINITY } = outer;
  return startedAt <= (inner.endedAt ?? inner.startedAt) && inner.startedAt <= endedAt;
}

function toGap(a: SpanNode, b: SpanNode): number {
  return Math.abs(a.span.startedAt - b.span.startedAt);
}
