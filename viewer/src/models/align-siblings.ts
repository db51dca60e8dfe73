import type { SpanNode } from "./span-tree.ts";
import { toStepName } from "./step-name.ts";

/** A step of both runs, or of one of them alone. */
export interface StepPair {
  a: SpanNode | undefined;
  b: SpanNode | undefined;
  /** `true` on a step of both that stands at another place among the steps beside it. */
  isMoved: boolean;
}

/**
 * Lays the steps below one parent of run A beside those of run B. The first step of a name stands for the first one of that name, the
 * second for the second, and so on, so that of a step that is repeated in one run the repetitions are left over. As many of these pairs
 * as possible stay in order; the others have moved and stand where A has them. What is left over between two pairs belongs to one run
 * alone, but for calls of a model, which stand for each other as calls of another model.
 *
 * @example alignSiblings([find, book], [find, pay]) // [{ a: find, b: find }, { a: book }, { b: pay }]
 */
export function alignSiblings(a: readonly SpanNode[], b: readonly SpanNode[]): StepPair[] {
  const take = createQueues(b, toStepKey);
  const partners = new Map<SpanNode, SpanNode>();
  for (const node of a) {
    const partner = take(node);
    if (partner) partners.set(node, partner);
  }
  const places = new Map(b.map((node, place) => [node, place]));
  const inOrder = findLongestRise([...partners], ([, partner]) => places.get(partner) ?? 0);
  const paired = new Set(partners.values());

  const aligned: StepPair[] = [];
  let [placeA, placeB] = [0, 0];
  const addBetween = (endA: number, endB: number) => {
    if (endA > placeA || endB > placeB) {
      const left = b.slice(placeB, endB).filter((node) => !paired.has(node));
      for (const pair of alignRest(a.slice(placeA, endA), left, partners)) aligned.push(pair);
    }
    [placeA, placeB] = [endA + 1, endB + 1];
  };
  const placesA = new Map(a.map((node, place) => [node, place]));
  for (const [node, partner] of inOrder) {
    addBetween(placesA.get(node) ?? 0, places.get(partner) ?? 0);
    aligned.push({ a: node, b: partner, isMoved: false });
  }
  addBetween(a.length, b.length);
  return aligned;
}

/** What stands between two pairs that are in order. */
function alignRest(a: readonly SpanNode[], b: readonly SpanNode[], moved: ReadonlyMap<SpanNode, SpanNode>): StepPair[] {
  const take = createQueues(b, toModelKind);
  const taken = new Set<SpanNode>();
  const ofA = a.map((node): StepPair => {
    const partner = moved.get(node);
    if (partner) return { a: node, b: partner, isMoved: true };
    const other = take(node);
    if (other) taken.add(other);
    return { a: node, b: other, isMoved: false };
  });
  const ofB = b.filter((node) => !taken.has(node)).map((node) => ({ a: undefined, b: node, isMoved: false }));
  return [...ofA, ...ofB];
}

/** Gives a node out to one with the same key, the first of them first, and each once. Nodes without a key get none. */
function createQueues(
  nodes: readonly SpanNode[],
  toKey: (node: SpanNode) => string | undefined,
): (node: SpanNode) => SpanNode | undefined {
  const queues = new Map<string, SpanNode[]>();
  for (const node of nodes.toReversed()) {
    const key = toKey(node);
    if (key === undefined) continue;
    const queue = queues.get(key);
    if (queue) queue.push(node);
    else queues.set(key, [node]);
  }
  return (node) => queues.get(toKey(node) ?? "")?.pop();
}

/** Ids and numbers in an address or a query are those of one run. */
const OF_ONE_RUN = /[0-9a-f]{8}-[0-9a-f-]{27}|\d+/gi;

/** Two runs stand for each other whichever agent's they are. */
function toStepKey({ id, span, parent }: SpanNode): string {
  if (!span) return id;
  if (span.kind === "run" && parent === undefined) return span.kind;
  const name = toStepName(span);
  return `${span.kind} ${span.kind === "infrastructure" ? name.replace(OF_ONE_RUN, "#") : name}`;
}

function toModelKind({ span }: SpanNode): string | undefined {
  return span?.kind === "model_call" || span?.kind === "embedding" ? span.kind : undefined;
}

/** The longest part of a list, in its order, whose values rise. */
function findLongestRise<Item>(items: readonly Item[], toValue: (item: Item) => number): Item[] {
  // Of the rises of each length the one that ends lowest, by its last item, and what comes before an item in its rise.
  const ends: Item[] = [];
  const before = new Map<Item, Item | undefined>();
  for (const item of items) {
    const value = toValue(item);
    let [from, to] = [0, ends.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      const end = ends[middle];
      if (end !== undefined && toValue(end) < value) from = middle + 1;
      else to = middle;
    }
    before.set(item, ends[from - 1]);
    ends[from] = item;
  }
  const rise: Item[] = [];
  for (let item = ends.at(-1); item !== undefined; item = before.get(item)) rise.push(item);
  return rise.toReversed();
}
