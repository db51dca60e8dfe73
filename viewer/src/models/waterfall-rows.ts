import type { SpanKind } from "@runline/contract";
import { isFailed } from "./failures.ts";
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
  /** Failed spans inside a collapsed row, which would else be out of sight. */
  hiddenErrors: number;
}

/** What is out of sight. */
export interface WaterfallView {
  isCollapsed: (node: SpanNode) => boolean;
  hiddenKinds: ReadonlySet<SpanKind>;
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
  const open: Omit<WaterfallRow, "isExpanded" | "childCount" | "hiddenErrors">[] = [];
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
    const hiddenErrors = children.length > 0 && !isExpanded ? countErrors(next.node) : 0;
    rows.push({ ...next, isExpanded, childCount: children.length, hiddenErrors });
    if (isExpanded) push(children, next.depth + 1);
  }
  return rows;
}

function toShownNodes(nodes: readonly SpanNode[], hiddenKinds: ReadonlySet<SpanKind>): readonly SpanNode[] {
  if (hiddenKinds.size === 0) return nodes;
  const shown: SpanNode[] = [];
  const open = nodes.toReversed();
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.span && hiddenKinds.has(node.span.kind)) open.push(...node.children.toReversed());
    else if (node.span || toShownNodes(node.children, hiddenKinds).length > 0) shown.push(node);
  }
  return shown;
}

function countErrors(top: SpanNode): number {
  let errors = 0;
  const open = [...top.children];
  for (let node = open.pop(); node; node = open.pop()) {
    if (isFailed(node)) errors++;
    open.push(...node.children);
  }
  return errors;
}
