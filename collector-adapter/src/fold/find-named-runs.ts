import type { RunDraft, SpanNode } from "./span-node.ts";
import { toNamedRunId } from "./span-owner.ts";

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
  const byRunId = new Map<string, Map<string | undefined, RunDraft>>();
  const owners = new Map<string, RunDraft>();
  for (const node of nodes.toSorted(byStanding)) {
    const runId = toNamedRunId(node.span);
    if (runId === undefined || node.kind === "infrastructure") continue;
    const drafts = byRunId.get(runId) ?? new Map<string | undefined, RunDraft>();
    byRunId.set(runId, drafts);
    const { agentId } = node.span;
    if (agentId === undefined && owners.has(runId)) continue;
    const draft = drafts.get(agentId) ?? createDraft(node, runId, agentId);
    drafts.set(agentId, draft);
    if (!owners.has(runId)) owners.set(runId, draft);
  }
  return {
    drafts: [...byRunId.values()].flatMap((drafts) => [...drafts.values()]),
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

function createDraft(first: SpanNode, runId: string, agentId: string | undefined): RunDraft {
  const root = isRunItself(first) ? first : undefined;
  const agents = root === undefined ? [] : [root];
  return { root, entry: first, agents, members: [], named: { runId, agentId }, inside: undefined, beside: [] };
}
