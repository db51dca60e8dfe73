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
  /** Whether a request came in that it tells of. */
  isServed: boolean;
  /** Its place among the traces, by their start. */
  place: number;
}

/**
 * Hangs what a gateway tells in a trace of its own below the calls that were made through it: both name the same responses. Such a trace
 * has nothing but calls and infrastructure, and for each response a caller in another trace. Of two such traces the one into which a
 * request came after the other had begun is the gateway's, however long that streams; else the one with the longer call is the caller's, since
 * a caller waits; of two alike, the one that started first.
 *
 * @param nodes - by their start
 */
export function hangMirrors(nodes: readonly SpanNode[]): void {
  const bareTraces = findBareTraces(nodes);
  const responses = groupBy(nodes.filter(namesResponse), toResponse);

  const isOutside = (caller: SpanNode, trace: BareTrace): boolean => {
    const other = bareTraces.get(caller.span.traceId);
    return other === undefined || isTraceOutside(other, trace);
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
  const hung = new HungTraces();
  for (const [traceId, trace] of bareTraces) {
    const callers = trace.calls.map((call) => findCaller(call, trace));
    if (!callers.every((caller) => caller !== undefined)) continue;
    if (!hung.hang(traceId, new Set(callers.map((caller) => caller.span.traceId)))) continue;
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

function isTraceOutside(other: BareTrace, trace: BareTrace): boolean {
  if (other.isServed !== trace.isServed && other.place < trace.place === trace.isServed) return trace.isServed;
  return other.longestMs > trace.longestMs || (other.longestMs === trace.longestMs && other.place < trace.place);
}

/** Which traces hang below which. Of three each may be outside of the next: the last of them is left where it is. */
class HungTraces {
  readonly #above = new Map<string, ReadonlySet<string>>();

  /** Whether a trace can hang below others, which it then does. */
  hang(traceId: string, above: ReadonlySet<string>): boolean {
    const all = new Set(above);
    for (const each of all) for (const next of this.#above.get(each) ?? []) all.add(next);
    if (all.has(traceId)) return false;
    this.#above.set(traceId, above);
    return true;
  }
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
    bare.set(traceId, { calls, longestMs, isServed: trace.some(({ span }) => span.isRequest === true), place });
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
