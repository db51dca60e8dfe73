import type { RunDraft, SpanNode, SpanTree } from "./span-node.ts";
import { isSameService } from "./span-owner.ts";
import { isWithin } from "./span-tree.ts";

/**
 * Gives the spans that are below no agent to a run. Where a trace has one run, they are of it; where it has none or several, the
 * calls among them are a run without an agent, but for those that tell of a run's calls again. Gives back the runs that this adds.
 */
export function joinRest({ nodes }: SpanTree, drafts: readonly RunDraft[]): RunDraft[] {
  const runs = new Map<string, RunDraft[]>();
  for (const draft of drafts) if (draft.inside === undefined) add(runs, draft.entry.span.traceId, draft);
  const rests = new Map<string, SpanNode[]>();
  let traceId = "";
  for (const node of nodes) {
    // What hangs below a call of another trace is of that one; they stand parents before their children.
    if (node.parent === undefined) traceId = node.span.traceId;
    if (node.run === undefined && !node.isElsewhere) add(rests, traceId, node);
  }
  const added: RunDraft[] = [];
  for (const [trace, rest] of rests) {
    const beside = runs.get(trace) ?? [];
    const owner = beside.find(({ named }) => named !== undefined && isTraceOf(named.runId, trace));
    const only = owner ?? (beside.length === 1 && beside[0]?.named === undefined ? beside[0] : undefined);
    const left = joinMirrors(nodes, only === undefined ? rest : takeIn(only, rest), beside);
    const draft = toRunWithoutAgent(left, beside);
    if (draft !== undefined) added.push(draft);
  }
  return added;
}

/**
 * Gives what a gateway tells of the calls that runs made through it to these runs: its spans name the same responses, as another program
 * or instrumentation. What is left is given back.
 */
function joinMirrors(
  nodes: readonly SpanNode[],
  rest: readonly SpanNode[],
  beside: readonly RunDraft[],
): readonly SpanNode[] {
  if (beside.length === 0 || !rest.some(({ span }) => span.responseId !== undefined)) return rest;
  const runs = new Set(beside);
  const calls = new Map<string, SpanNode>();
  for (const node of nodes) {
    const response = toResponse(node);
    if (response !== undefined && node.run !== undefined && runs.has(node.run)) calls.set(response, node);
  }
  const findRun = (node: SpanNode): RunDraft | undefined => {
    const call = calls.get(toResponse(node) ?? "");
    const isAnother = call && (call.span.scope !== node.span.scope || !isSameService(call.span, node.span));
    return isAnother ? call.run : undefined;
  };
  return toTrees(rest).flatMap((tree) => {
    const [run, ...others] = new Set(tree.filter(showsAgent).map(findRun));
    if (run === undefined || others.length > 0) return tree;
    for (const node of tree) node.run = run;
    return [];
  });
}

/** Names the response of a call, within its trace. */
function toResponse({ kind, span: { traceId, responseId } }: SpanNode): string | undefined {
  return responseId === undefined ? undefined : `${traceId} ${kind} ${responseId}`;
}

/** Whether a trace is that of a run: one that joined somebody's trace has only what is below its own spans. */
function isTraceOf(runId: string, traceId: string): boolean {
  return runId.replaceAll("-", "") === traceId;
}

/**
 * The only run of a trace takes in what is beside it, and its root is then the span around all of its calls. Where something
 * above the run never came, calls that it cannot have made are left.
 */
function takeIn(run: RunDraft, rest: readonly SpanNode[]): SpanNode[] {
  const top = toTop(run.entry);
  const left: SpanNode[] = [];
  for (const tree of toTrees(rest)) {
    const isTaken =
      run.named !== undefined ||
      top.missingParent === undefined ||
      !tree.some(showsAgent) ||
      mayMake(run, top, tree[0]);
    for (const node of tree) {
      if (isTaken) node.run = run;
      else left.push(node);
    }
    if (tree[0] === top && run.named === undefined) raiseRoot(run, tree.filter(showsAgent));
  }
  return left;
}

/**
 * Whether a call may be one of the run, of which the span above never came: not one directly below that span, unless it is what
 * stands for a team, and not one outside of the run's time.
 */
function mayMake({ root, agents }: RunDraft, top: SpanNode, call: SpanNode | undefined): boolean {
  if (call === undefined || call === top) return true;
  if (call.missingParent === top.missingParent) return root === undefined;
  const whole = root === undefined ? agents : [root];
  const isAfter = whole.every(({ span }) => span.endedAt !== undefined && call.span.startedAt > span.endedAt);
  return !isAfter && whole.some(({ span }) => call.span.startedAt >= span.startedAt);
}

/** A request that goes on stays a caller: the agent that ended has ended its run. */
function raiseRoot(run: RunDraft, calls: readonly SpanNode[]): void {
  const [first, last] = [calls[0], calls.at(-1)];
  if (first === undefined || last === undefined) return;
  let { root } = run;
  while (root !== undefined && !(isWithin(root, first) && isWithin(root, last))) root = root.parent;
  if (root?.span.endedAt !== undefined) run.root = root;
}

/** A trace without an agent is a run when it has calls; so is what has calls beside the agents of a trace. */
function toRunWithoutAgent(rest: readonly SpanNode[], beside: readonly RunDraft[]): RunDraft | undefined {
  const isTrace = beside.length === 0;
  const trees = toTrees(rest);
  const withCalls = trees.filter((tree) => tree.some(showsAgent) || (isTrace && isWholeChain(tree[0])));
  const [first] = withCalls;
  if (first?.[0] === undefined) return undefined;
  const isRoot = ([top]: readonly SpanNode[]) => top !== undefined && top.missingParent === undefined;
  const whole = (isTrace ? trees : withCalls).find(isRoot) ?? (withCalls.length === 1 ? first : undefined);
  const root = whole?.[0];
  const draft: RunDraft = {
    root,
    parts: [],
    entry: root ?? first[0],
    agents: [],
    members: [],
    named: undefined,
    inside: undefined,
    waitsIn: undefined,
    beside,
  };
  for (const tree of isTrace ? trees : withCalls) for (const node of tree) node.run = draft;
  return draft;
}

/** Whether an agent was at work in the span, though none says so. */
function showsAgent({ kind, span }: SpanNode): boolean {
  if (span.isInModelCall === true) return false;
  return kind === "action" || kind === "model_call" || kind === "embedding" || kind === "evaluator";
}

function isWholeChain(top: SpanNode | undefined): boolean {
  return top?.span.isChain === true && top.missingParent === undefined;
}

/** Spans tree by tree, the top of each first: they stand parents before their children. */
function toTrees(rest: readonly SpanNode[]): SpanNode[][] {
  const trees: SpanNode[][] = [];
  for (const node of rest) {
    if (node.parent === undefined) trees.push([node]);
    else trees.at(-1)?.push(node);
  }
  return trees;
}

function toTop(node: SpanNode): SpanNode {
  let top = node;
  while (top.parent !== undefined) top = top.parent;
  return top;
}

function add<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
