import type { FoldSpan } from "./fold-span.ts";
import { hangMirrors } from "./hang-mirrors.ts";
import type { SpanNode, SpanTree } from "./span-node.ts";

/**
 * Joins spans with their parents by id, and gateways with their callers by responses. The same spans give the same tree in whatever order
 * they come. A circle is cut above its first span, and a parent that never came is remembered: below it hangs what no run was handed down
 * to, any other span hangs below its run. Without recursion: 100,000 spans may be one chain.
 */
export function buildTree(spans: readonly FoldSpan[]): SpanTree {
  const nodes = spans.map(toNode).sort(byStart);
  const traces = new Map<string, Map<string, SpanNode>>();
  for (const node of nodes) {
    const { traceId, spanId } = node.span;
    const trace = traces.get(traceId);
    if (trace === undefined) traces.set(traceId, new Map([[spanId, node]]));
    else trace.set(spanId, node);
  }
  for (const node of nodes) {
    const { traceId, parentSpanId } = node.span;
    if (parentSpanId === undefined) continue;
    node.parent = traces.get(traceId)?.get(parentSpanId);
    if (node.parent === undefined) node.missingParent = `${traceId}/${parentSpanId}`;
  }
  hangBelowRuns(nodes);
  cutCircles(nodes);
  if (traces.size > 1) hangMirrors(nodes);
  const tops = nodes.filter((node) => node.parent === undefined);
  for (const node of nodes) node.parent?.children.push(node);
  return { nodes: toPreorder(tops), tops };
}

/** What came down to a span through a parent that never came: the span is below that run, however many spans in between are missing. */
function hangBelowRuns(nodes: readonly SpanNode[]): void {
  const toKey = (traceId: string, runId: string) => `${traceId}/${runId}`;
  const runs = new Map<string, SpanNode>();
  for (const node of nodes.toReversed()) {
    const { kind, traceId, runId, parentRunId } = node.span;
    if (kind === "run" && runId !== undefined && parentRunId === undefined) runs.set(toKey(traceId, runId), node);
  }
  for (const node of nodes) {
    const { traceId, tracedRunId } = node.span;
    if (node.missingParent === undefined || tracedRunId === undefined) continue;
    node.parent = runs.get(toKey(traceId, tracedRunId));
  }
}

/** Earlier first; of those that start together the longer one, since it may be around the other. */
export function byStart(a: SpanNode, b: SpanNode): number {
  return (
    a.span.startedAt - b.span.startedAt ||
    (b.span.endedAt ?? Number.MAX_VALUE) - (a.span.endedAt ?? Number.MAX_VALUE) ||
    compareText(a.span.spanId, b.span.spanId) ||
    compareText(a.span.traceId, b.span.traceId)
  );
}

/** When a span started by the clock of the outermost span: other processes may read other clocks. */
export function toStart({ span, clockOffsetMs }: SpanNode): number {
  return span.startedAt - clockOffsetMs;
}

/** When a span ended by that clock; its start as long as the span goes on. */
export function toEnd({ span, clockOffsetMs }: SpanNode): number {
  return (span.endedAt ?? span.startedAt) - clockOffsetMs;
}

/** Whether `inner` is below `outer`, or the same. */
export function isWithin(outer: SpanNode, inner: SpanNode): boolean {
  return inner.place >= outer.place && inner.place < outer.end;
}

function toNode(span: FoldSpan, index: number): SpanNode {
  return {
    span,
    index,
    parent: undefined,
    children: [],
    depth: 0,
    place: 0,
    end: 0,
    missingParent: undefined,
    mirrorOf: undefined,
    kind: span.isChain === true ? "infrastructure" : span.kind,
    isAgent: false,
    agentAround: undefined,
    agentDepth: 0,
    isElsewhere: false,
    run: undefined,
    detailOf: undefined,
    details: [],
    filled: undefined,
    around: undefined,
    stepAround: undefined,
    clockOffsetMs: 0,
    lastTry: undefined,
  };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Follows each way up once: a way that meets itself is a circle. */
function cutCircles(nodes: readonly SpanNode[]): void {
  const seenFrom = Array.from<SpanNode | undefined>({ length: nodes.length });
  for (const start of nodes) {
    let node: SpanNode | undefined = start;
    while (node !== undefined && seenFrom[node.index] === undefined) {
      seenFrom[node.index] = start;
      node = node.parent;
    }
    // The first of its circle is met first, as `nodes` stand in order; what hangs below a circle only leads into the circle.
    if (node !== undefined && seenFrom[node.index] === start) firstOfCircle(node).parent = undefined;
  }
}

function firstOfCircle(member: SpanNode): SpanNode {
  let first = member;
  for (let node = member.parent; node !== undefined && node !== member; node = node.parent) {
    if (byStart(node, first) < 0) first = node;
  }
  return first;
}

function toPreorder(tops: readonly SpanNode[]): SpanNode[] {
  const nodes: SpanNode[] = [];
  const waiting = tops.toReversed();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    node.place = nodes.length;
    node.depth = node.parent === undefined ? 0 : node.parent.depth + 1;
    nodes.push(node);
    if (node.children.length === 0) continue;
    for (const child of node.children.toReversed()) waiting.push(child);
  }
  for (const node of nodes.toReversed()) {
    node.end = Math.max(node.end, node.place + 1);
    if (node.parent !== undefined) node.parent.end = Math.max(node.parent.end, node.end);
  }
  return nodes;
}
