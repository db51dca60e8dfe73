import type { RunSpan } from "@runline/contract";

/** Ids of the two rows that group spans without a place under the run. No span id looks like this. */
export const CALLERS_ID = "group:callers";
/** @see CALLERS_ID */
export const MISSING_PARENT_ID = "group:missing-parent";

/** A span in its place, or a group (`span` is missing). Children stand in the order of `byStart`. */
export interface SpanNode {
  id: string;
  label: string;
  span: RunSpan | undefined;
  parent: SpanNode | undefined;
  children: SpanNode[];
  /** On a row that stands for all tries of a step, which are its children: how many. Its span is the last one, from the start of the first. */
  tries?: number;
}

/**
 * Earlier first, to the microsecond; of those that start together the one that ended first, then the one with the smaller id. The SDKs
 * of JavaScript start spans by the millisecond: of short calls one after the other within one, and a long one behind them, the end
 * gives the true order in 3 of 4 cases. In which order spans came is not known, so that it cannot matter.
 */
export function byStart(a: RunSpan, b: RunSpan): number {
  const { startedAt, endedAt = Infinity, spanId } = a;
  const { endedAt: otherEnd = Infinity } = b;
  if (startedAt !== b.startedAt) return startedAt - b.startedAt;
  if (endedAt !== otherEnd) return endedAt - otherEnd;
  return spanId < b.spanId ? -1 : spanId > b.spanId ? 1 : 0;
}

/** What the row of a node is about: of several tries the last one. */
export function toOwn(node: SpanNode): SpanNode {
  return (node.tries === undefined ? undefined : node.children.at(-1)) ?? node;
}

/** Tries that are drawn one by one; more of them would stand on each other. */
const MAX_DRAWN_TRIES = 40;

/** What is drawn in the row of a node: its bar, or for tries a bar for each, since between them nothing was worked on. */
export function toDrawn(node: SpanNode): readonly SpanNode[] {
  return node.tries === undefined || node.tries > MAX_DRAWN_TRIES ? [node] : node.children;
}

/** Spans in their places: the roots in their order, and every node by its id. */
export interface SpanTree {
  roots: readonly SpanNode[];
  nodes: ReadonlyMap<string, SpanNode>;
}

/** Spans that are put in their places between two pauses: some ms. */
const PIECE = 5_000;

/**
 * Puts every span in its place: none is dropped and each appears once, whatever its parent id says. Callers stand first
 * under a group; a span whose parent is not in the list stands under the group "Missing parent" at the end, except a
 * run, which is a root of its own. Spans that are each other's ancestors stand there too, cut at the earliest.
 *
 * Linear but for sorting, which costs nothing when spans come by their start, and without recursion: depth has no limit. In pieces, so
 * that a page with 100,000 spans goes on answering.
 */
export function* buildSpanTree(spans: readonly RunSpan[]): Generator<undefined, SpanTree> {
  const nodes = new Map<string, SpanNode>();
  let count = 0;
  for (const span of [...spans].sort(byStart)) {
    nodes.set(span.spanId, { id: span.spanId, label: span.label || span.name, span, parent: undefined, children: [] });
    if (++count % PIECE === 0) yield;
  }
  const roots: SpanNode[] = [];
  const callers = createGroup(CALLERS_ID, "Callers");
  const missing = createGroup(MISSING_PARENT_ID, "Missing parent");

  for (const node of nodes.values()) {
    const { span } = node;
    const parentId = span?.parentSpanId;
    const parent = parentId === undefined ? undefined : nodes.get(parentId);
    if (span?.caller) attach(node, parent?.span?.caller ? parent : callers);
    else if (parent?.span?.caller) roots.push(node);
    else if (parent) attach(node, parent);
    else if (parentId === undefined || span?.kind === "run") roots.push(node);
    else attach(node, missing);
    if (++count % PIECE === 0) yield;
  }

  const placed = new Set<SpanNode>();
  for (const top of [callers, missing, ...roots]) yield* markPlaced(top, placed);
  for (const node of nodes.values()) {
    if (placed.has(node)) continue;
    detach(node);
    attach(node, missing);
    yield* markPlaced(node, placed);
  }
  missing.children.sort((a, b) => (a.span && b.span ? byStart(a.span, b.span) : 0));
  // The rows that this adds are passed over: their children are tries of theirs already.
  for (const node of nodes.values()) {
    if (node.tries === undefined) groupTries(node, nodes);
    if (++count % PIECE === 0) yield;
  }
  const shown = [callers, ...roots, missing].filter((node) => node.span || node.children.length > 0);
  for (const group of [callers, missing]) if (group.children.length > 0) nodes.set(group.id, group);
  return { roots: shown, nodes };
}

/** Puts the tries of a step below a row of their own, in the place of the first of them. */
function groupTries(parent: SpanNode, nodes: Map<string, SpanNode>): void {
  const groups = new Map<string, SpanNode[]>();
  for (const child of parent.children) {
    const last = child.span?.lastTry;
    if (last === undefined) continue;
    const tries = groups.get(last);
    if (tries) tries.push(child);
    else groups.set(last, [child]);
  }
  if (groups.size === 0) return;
  parent.children = parent.children.flatMap((child) => {
    const tries = groups.get(child.span?.lastTry ?? "") ?? [];
    if (tries.length < 2) return child;
    return child === tries[0] ? createTries(tries, parent, nodes) : [];
  });
}

/** What each try used is summed up in the row like anything inside one, and no usage of its own. */
function createTries(tries: SpanNode[], parent: SpanNode, nodes: Map<string, SpanNode>): SpanNode[] {
  const [first, last] = [tries[0]?.span, tries.at(-1)?.span];
  if (!first || !last) return tries;
  const { usage: _, ...told } = last;
  const { startedAt } = first;
  const durationMs = last.endedAt === undefined ? undefined : last.endedAt - startedAt;
  const span = { ...told, startedAt, ...(durationMs !== undefined && { durationMs }) };
  const label = tries.at(-1)?.label ?? last.label;
  const row = { id: `tries:${last.spanId}`, label, span, parent, children: tries, tries: tries.length };
  for (const each of tries) each.parent = row;
  nodes.set(row.id, row);
  return [row];
}

function createGroup(id: string, label: string): SpanNode {
  return { id, label, span: undefined, parent: undefined, children: [] };
}

function attach(node: SpanNode, parent: SpanNode): void {
  node.parent = parent;
  parent.children.push(node);
}

function detach(node: SpanNode): void {
  const siblings = node.parent?.children;
  siblings?.splice(siblings.indexOf(node), 1);
}

function* markPlaced(top: SpanNode, placed: Set<SpanNode>): Generator<undefined, void> {
  const open = [top];
  for (let node = open.pop(); node; node = open.pop()) {
    placed.add(node);
    for (const child of node.children) if (!placed.has(child)) open.push(child);
    if (placed.size % PIECE === 0) yield;
  }
}
