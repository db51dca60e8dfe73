import type { RunSpan, SpanKind } from "@runline/contract";
import type { AlignedRuns } from "./align-runs.ts";
import type { StepPair } from "./align-siblings.ts";
import { findAround, isFailed } from "./failures.ts";
import type { SpanNode } from "./span-tree.ts";
import { splitStatus } from "./step-name.ts";

/**
 * How a step of two runs differs: one run alone has it, it ended in another way, stands at another place, asks another model, needed more
 * or fewer tries, or does what it does with other words. How long it took and what it used differ always, and are left out.
 */
export type Difference = "only_a" | "only_b" | "outcome" | "moved" | "other_model" | "tries" | "detail";

const MODEL_KINDS: ReadonlySet<SpanKind> = new Set(["model_call", "embedding"]);

/** How a step differs; `undefined` for one that does not, as far as its row knows. */
export function toDifference({ a, b, isMoved }: StepPair): Difference | undefined {
  if (!b) return "only_a";
  if (!a) return "only_b";
  if (!a.span || !b.span) return undefined;
  if (endsOtherwise(a, b)) return "outcome";
  if (isMoved) return "moved";
  if (MODEL_KINDS.has(a.span.kind) && a.label !== b.label) return "other_model";
  if ((a.tries ?? 1) !== (b.tries ?? 1)) return "tries";
  return toTold(a.span) === toTold(b.span) ? undefined : "detail";
}

/** The place of an action among those of its plan. */
const PLACE = /^\d+\/\d+$/;

/** What an infrastructure span was answered, what any other step says beside its name, but for its place: where it stands is seen. */
export function toTold({ kind, detail }: RunSpan): string | undefined {
  if (detail !== undefined && PLACE.test(detail)) return undefined;
  return kind === "infrastructure" && detail !== undefined ? splitStatus(detail).status : detail;
}

/** What has not ended may still end like the other one. */
function endsOtherwise(a: SpanNode, b: SpanNode): boolean {
  if (a.span?.state === "open" || b.span?.state === "open") return false;
  return a.span?.state !== b.span?.state || (isFailed(a) && withoutNumbers(a) !== withoutNumbers(b));
}

/** What failed, without what differs from failure to failure. */
function withoutNumbers({ span }: SpanNode): string | undefined {
  return span?.error?.replaceAll(/\d+/g, "#");
}

/**
 * The steps that differ, by the id of their row. A step that ended in another way because of one inside it is passed over, and so are
 * what is inside a step that one run alone has, and single tries.
 */
export function findDifferences({ tree, pairs }: AlignedRuns): ReadonlyMap<string, Difference> {
  const toOwn = ({ id }: SpanNode) => {
    const pair = pairs.get(id);
    return pair && toDifference(pair);
  };
  const differing = [...tree.nodes.values()].filter(
    (node) => node.parent?.tries === undefined && toOwn(node) !== undefined,
  );
  const around = findAround(differing);
  const found = new Map<string, Difference>();
  for (const node of differing) {
    const own = toOwn(node);
    const isInside = (own === "only_a" || own === "only_b") && node.parent !== undefined && toOwn(node.parent) === own;
    if (own !== undefined && !isInside && !(own === "outcome" && around.has(node))) found.set(node.id, own);
  }
  return found;
}

/** The first of some steps from the top; `undefined` where there is none. */
export function findFirst(roots: readonly SpanNode[], isWanted: (node: SpanNode) => boolean): SpanNode | undefined {
  const open = roots.toReversed();
  for (let node = open.pop(); node; node = open.pop()) {
    if (isWanted(node)) return node;
    for (const child of node.children.toReversed()) open.push(child);
  }
  return undefined;
}
