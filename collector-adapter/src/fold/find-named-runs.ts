import type { RunDraft, SpanNode } from "./span-node.ts";
import { toNamedRunId } from "./span-owner.ts";
import { byStart, isWithin } from "./span-tree.ts";

type NamedDraft = RunDraft & { parts: SpanNode[] };

/** The runs whose spans name them, and which of them a span belongs to. */
export interface NamedRuns {
  drafts: RunDraft[];
  /** Run of a span by the ids that it names. */
  find(node: SpanNode): RunDraft | undefined;
  /** Run of an id, whoever's. */
  findById(runId: string): RunDraft | undefined;
}

/**
 * Gathers the runs that spans name. A run is its agent's: a span of another agent that names the same run claims it, and gets a
 * run of its own under that id. Infrastructure alone does not make a run.
 */
export function findNamedRuns(nodes: readonly SpanNode[]): NamedRuns {
  const byRunId = new Map<string, Map<string | undefined, NamedDraft>>();
  const owners = new Map<string, NamedDraft>();
  const naming = nodes.flatMap((node) => {
    const runId = node.kind === "infrastructure" ? undefined : toNamedRunId(node.span);
    return runId === undefined ? [] : [{ node, runId }];
  });
  for (const { node, runId } of naming.sort((a, b) => byStanding(a.node, b.node))) {
    const drafts = byRunId.get(runId) ?? new Map<string | undefined, NamedDraft>();
    byRunId.set(runId, drafts);
    const { agentId } = node.span;
    const owner = owners.get(runId);
    const known = drafts.get(agentId) ?? (agentId === undefined ? owner : undefined);
    const draft = known ?? createDraft(node, runId, agentId);
    if (known === undefined) drafts.set(agentId, draft);
    if (owner === undefined) owners.set(runId, draft);
    if (isRunItself(node)) draft.parts.push(node);
  }
  const drafts = [...byRunId.values()].flatMap((each) => [...each.values()]);
  for (const draft of drafts) sortParts(draft);
  return {
    drafts,
    find({ span }) {
      const runId = toNamedRunId(span);
      if (runId === undefined) return undefined;
      return (span.agentId === undefined ? undefined : byRunId.get(runId)?.get(span.agentId)) ?? owners.get(runId);
    },
    findById: (runId) => owners.get(runId),
  };
}

/** Spans of the runs themselves first, then those that name their agent; otherwise as they stand in their tree. */
function byStanding(a: SpanNode, b: SpanNode): number {
  return toRank(a) - toRank(b) || a.place - b.place;
}

function toRank(node: SpanNode): number {
  return (isRunItself(node) ? 0 : 2) + (node.span.agentId === undefined ? 1 : 0);
}

function isRunItself({ kind, span }: SpanNode): boolean {
  return kind === "run" && span.parentRunId === undefined;
}

function createDraft(first: SpanNode, runId: string, agentId: string | undefined): NamedDraft {
  const named = { runId, agentId };
  return {
    root: undefined,
    parts: [],
    entry: first,
    agents: [],
    members: [],
    named,
    inside: undefined,
    waitsIn: undefined,
    beside: [],
  };
}

/** A run by the same id inside a part is a piece of that; the first part is the root. */
function sortParts(draft: NamedDraft): void {
  const parts: SpanNode[] = [];
  for (const part of draft.parts.sort((a, b) => a.place - b.place)) {
    const last = parts.at(-1); // what is inside comes directly after what is around
    if (last === undefined || !isWithin(last, part)) parts.push(part);
  }
  const [first] = parts.sort(byStart);
  draft.parts = parts;
  if (first === undefined) return;
  draft.root = first;
  draft.entry = first;
  draft.agents = [first];
}
