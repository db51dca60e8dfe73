import { alignSiblings, type StepPair } from "./align-siblings.ts";
import type { SpanNode, SpanTree } from "./span-tree.ts";

/** Two runs as one tree: each row is a step of both, or of one of them; `pairs` says of which, by the id of the row. */
export interface AlignedRuns {
  tree: SpanTree;
  pairs: ReadonlyMap<string, StepPair>;
}

/**
 * Lays two runs beside each other, step by step below the same parent; see {@link alignSiblings}. A row has the id of its span in A, or
 * else that of B after "b:". What is below a step of one run alone is of that run alone. Pauses, so that large runs do not hold the
 * page; without recursion, for depth has no limit.
 */
export function* alignRuns(a: SpanTree, b: SpanTree): Generator<undefined, AlignedRuns> {
  const nodes = new Map<string, SpanNode>();
  const pairs = new Map<string, StepPair>();
  const open: SpanNode[] = [];

  const addBelow = (parent: SpanNode | undefined, inA: readonly SpanNode[], inB: readonly SpanNode[]): SpanNode[] =>
    alignSiblings(inA, inB).map((pair) => {
      const shown = pair.b ?? pair.a;
      const id = pair.a ? pair.a.id : `b:${pair.b?.id}`;
      const tries = pair.b?.tries ?? pair.a?.tries;
      const node: SpanNode = { id, label: shown?.label ?? "", span: shown?.span, parent, children: [] };
      if (tries !== undefined) node.tries = tries;
      nodes.set(id, node);
      pairs.set(id, pair);
      open.push(node);
      return node;
    });

  const roots = addBelow(undefined, a.roots, b.roots);
  for (let node = open.pop(); node; node = open.pop()) {
    const pair = pairs.get(node.id);
    node.children = addBelow(node, pair?.a?.children ?? [], pair?.b?.children ?? []);
    yield;
  }
  return { tree: { roots, nodes }, pairs };
}
