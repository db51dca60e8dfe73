import { findAgentRuns } from "./find-agent-runs.ts";
import { findNamedRuns } from "./find-named-runs.ts";
import { findResumedParts } from "./find-resumed-parts.ts";
import { joinRest } from "./join-rest.ts";
import type { RunDraft, SpanNode, SpanTree } from "./span-node.ts";

/**
 * Decides which runs there are and which spans count for each: those that name a run, each topmost agent or team with all below
 * it, and of a trace whatever is left. A span without a known parent is of the run that the spans above handed down to it.
 */
export function assignRuns(tree: SpanTree): RunDraft[] {
  const named = findNamedRuns(tree.nodes);
  const byAgents = findAgentRuns(tree).map(({ lead, agents, root }): RunDraft => {
    return {
      root,
      parts: [],
      entry: root ?? lead,
      agents,
      members: [],
      named: undefined,
      inside: undefined,
      waitsIn: undefined,
      beside: [],
    };
  });
  const beginning = new Map<SpanNode, RunDraft>();
  for (const draft of byAgents) {
    for (const agent of draft.agents) beginning.set(agent, draft);
    if (draft.root !== undefined) beginning.set(draft.root, draft);
  }
  for (const node of tree.nodes) {
    const { parent } = node;
    const { tracedRunId, isOutsideRun } = node.span;
    const traced = parent === undefined && tracedRunId !== undefined ? named.findById(tracedRunId) : undefined;
    node.run = named.find(node) ?? beginning.get(node) ?? traced ?? parent?.run;
    if (node.run !== undefined) continue;
    const isOfAnother = parent === undefined && tracedRunId !== undefined;
    node.isElsewhere = isOutsideRun === true || isOfAnother || parent?.isElsewhere === true;
  }
  const drafts = [...named.drafts, ...byAgents];
  for (const draft of drafts) draft.inside = findAsking(draft);
  const all = [...drafts, ...joinRest(tree, drafts)];
  for (const { root } of all) if (root?.span.isChain === true) root.kind = "run";
  for (const node of tree.nodes) node.run?.members.push(node);
  findResumedParts(all);
  return all;
}

/** The run of the nearest span above a run that is not its own. */
function findAsking(run: RunDraft): RunDraft | undefined {
  let above = run.entry.parent;
  while (above?.run === run) above = above.parent;
  return above?.run;
}
