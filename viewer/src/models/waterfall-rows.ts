import { isFailed } from "./failures.ts";
import { toShownKind, type ShownKind } from "./shown-kind.ts";
import type { SpanNode } from "./span-tree.ts";

/** One line of the waterfall. */
export interface WaterfallRow {
  node: SpanNode;
  /** 0 for a root; kinds that are hidden do not count. */
  depth: number;
  isExpanded: boolean;
  /** Shown children; 0 for a leaf. */
  childCount: number;
  /** Place among its siblings, from 1, and their number. */
  position: number;
  siblingCount: number;
  /** What is inside a collapsed row and would else be out of sight; `undefined` for any other row. */
  hidden: HiddenSums | undefined;
}

/** Sums over what is inside a row: spans that failed, and tokens and cost of the run's calls, in US dollars. */
export interface HiddenSums {
  errors: number;
  tokens: number;
  cost: number;
  costIsEstimated: boolean;
}

/** What is out of sight. */
export interface WaterfallView {
  isCollapsed: (node: SpanNode) => boolean;
  hiddenKinds: ReadonlySet<ShownKind>;
}

/**
 * The lines of the tree, top to bottom. A hidden kind takes only its own line away: its children move up to the nearest
 * shown ancestor. Without recursion: depth has no limit.
 */
export function toWaterfallRows(
  tree: readonly SpanNode[],
  { isCollapsed, hiddenKinds }: WaterfallView,
): WaterfallRow[] {
  const rows: WaterfallRow[] = [];
  const open: Omit<WaterfallRow, "isExpanded" | "childCount" | "hidden">[] = [];
  const push = (nodes: readonly SpanNode[], depth: number) => {
    for (let index = nodes.length - 1; index >= 0; index--) {
      const node = nodes[index];
      if (node) open.push({ node, depth, position: index + 1, siblingCount: nodes.length });
    }
  };
  push(toShownNodes(tree, hiddenKinds), 0);
  for (let next = open.pop(); next; next = open.pop()) {
    const children = toShownNodes(next.node.children, hiddenKinds);
    const isExpanded = children.length > 0 && !isCollapsed(next.node);
    const hidden = children.length > 0 && !isExpanded ? sumInside(next.node) : undefined;
    rows.push({ ...next, isExpanded, childCount: children.length, hidden });
    if (isExpanded) push(children, next.depth + 1);
  }
  return rows;
}

function toShownNodes(nodes: readonly SpanNode[], hiddenKinds: ReadonlySet<ShownKind>): readonly SpanNode[] {
  if (hiddenKinds.size === 0) return nodes;
  const shown: SpanNode[] = [];
  const open = nodes.toReversed();
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.span && hiddenKinds.has(toShownKind(node.span))) open.push(...node.children.toReversed());
    else if (node.span || toShownNodes(node.children, hiddenKinds).length > 0) shown.push(node);
  }
  return shown;
}

/** Sums over what is inside a step. What another agent used inside is that agent's. */
export function sumInside(top: SpanNode): HiddenSums {
  const sums = { errors: 0, tokens: 0, cost: 0, costIsEstimated: false };
  const open = [...top.children];
  for (let node = open.pop(); node; node = open.pop()) {
    if (isFailed(node) && node.tries === undefined) sums.errors++;
    const { usage, otherAgent } = node.span ?? {};
    if (usage && otherAgent?.runId === top.span?.otherAgent?.runId) {
      sums.tokens += (usage.inputTokens ?? 0) + (usage.outputTokens ?? 0) + (usage.unsplitTokens ?? 0);
      sums.cost += usage.cost ?? 0;
      sums.costIsEstimated ||= usage.costIsEstimated ?? false;
    }
    for (const child of node.children) open.push(child);
  }
  return sums;
}
