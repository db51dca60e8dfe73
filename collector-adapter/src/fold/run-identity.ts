import { toTraceKey, toUuidV5 } from "../uuid.ts";
import type { FoldedRun } from "./fold-result.ts";
import { isWhole } from "./run-outcome.ts";
import { isCounted } from "./run-sums.ts";
import type { RunDraft, SpanNode } from "./span-node.ts";
import { isSameService } from "./span-owner.ts";
import { byStart } from "./span-tree.ts";

/** Name of a process that names none. */
export const UNKNOWN_SERVICE = "unknown_service";

/** Whose run it is, and what to call it. */
export type RunIdentity = Pick<FoldedRun, "agentId" | "name" | "agentName" | "programName" | "serviceName">;

/** An agent is told from others by the id that it names, else by its service and its name. */
export function toIdentity(run: RunDraft): RunIdentity {
  const speaker = run.agents[0] ?? run.members.filter(isCounted).sort(byStart)[0] ?? run.entry;
  const serviceName = speaker.span.serviceName ?? UNKNOWN_SERVICE;
  const agentName = findAgentName(run) ?? findNeighbour(run, speaker);
  const named = run.named?.agentId ?? speaker.span.agentId;
  const name = agentName ?? toName(run, serviceName);
  const isProgramName = agentName === undefined && run.root !== undefined && isOwnWhole(run.root);
  const party = [speaker.span.serviceNamespace ?? "", serviceName, ...(agentName === undefined ? [] : [agentName])];
  return {
    agentId: named ?? toUuidV5(party.join("/")),
    name,
    ...(agentName !== undefined && { agentName }),
    ...(isProgramName && { programName: name }),
    serviceName,
  };
}

/** The start of the span that stands for the whole, else of what started first, by the clock of its run. */
export function toStart({ root, agents, members }: RunDraft): number {
  if (root !== undefined) return root.span.startedAt;
  return (agents.length > 0 ? agents : members).reduce(
    (first, { span, clockOffsetMs }) => Math.min(first, span.startedAt - clockOffsetMs),
    Number.POSITIVE_INFINITY,
  );
}

/**
 * Ids of the runs, in the order of their start. Of those of a trace that name none, the first that no other run asked for has the
 * id of the trace; the others have one made of the span at which they hang. Calls beside agents are never the first.
 */
export function toRunIds(drafts: readonly RunDraft[]): Map<RunDraft, string> {
  const taken = new Set(drafts.map(({ named }) => named?.runId));
  const ids = new Map<RunDraft, string>();
  const started = drafts.map((run) => ({ run, startedAt: toStart(run) }));
  for (const { run } of started.sort((a, b) => a.startedAt - b.startedAt || byStart(a.run.entry, b.run.entry))) {
    const { traceId } = run.entry.span;
    const ofTrace = toTraceKey(traceId);
    const isBeside = run.beside.some(({ named }) => named === undefined);
    const isFirst = run.named === undefined && run.inside === undefined && !isBeside && !taken.has(ofTrace);
    if (isFirst) taken.add(ofTrace);
    ids.set(run, run.named?.runId ?? (isFirst ? ofTrace : toUuidV5(toRootName(run))));
  }
  return ids;
}

/** The span that a run's id is made of. One that has not come is known by what it holds, so that the run keeps its id when it comes. */
function toRootName({ root, entry, agents }: RunDraft): string {
  const { span, missingParent } = root ?? entry;
  const isAbsent = agents.length === 0 && span.remote === undefined;
  return (isAbsent ? missingParent : undefined) ?? `${span.traceId}/${span.spanId}`;
}

/** Name of the topmost agent, of several the one that started first; without one what a step says about its agent. */
function findAgentName({ members, root, agents }: RunDraft): string | undefined {
  const topmost = new Set([root, ...agents]);
  const toRank = (node: SpanNode) => (topmost.has(node) ? 0 : node.isAgent ? node.agentDepth : Number.MAX_VALUE);
  let best: SpanNode | undefined;
  for (const node of members) {
    if (node.span.agentName === undefined) continue;
    // An agent that a tool of no agent calls helps, and does not name what it helps in.
    const agent = node.isAgent ? node : node.agentAround;
    if (agents.length === 0 && agent?.run === node.run && agent !== root) continue;
    if (best === undefined || (toRank(node) - toRank(best) || byStart(node, best)) < 0) best = node;
  }
  return best?.span.agentName;
}

/** Calls beside the runs of one agent are that agent's, as far as one can know: the same program made them. */
function findNeighbour({ beside }: RunDraft, { span }: SpanNode): string | undefined {
  const names = new Set(beside.filter(({ entry }) => isSameService(entry.span, span)).map((run) => findAgentName(run)));
  const [name] = names;
  return names.size === 1 ? name : undefined;
}

/** Whether the program made the span around the whole for nothing else: its name is then as good as an agent's. */
function isOwnWhole(root: SpanNode): boolean {
  return isWhole(root) && root.span.isRequest !== true && (root.kind === "run" || root.kind === "infrastructure");
}

/** Without a named agent: what the topmost agent is called, else the span that stands for the whole, else the program. */
function toName({ agents, root }: RunDraft, serviceName: string): string {
  const [agent] = agents;
  if (agent !== undefined) return agent.span.label || agent.span.name;
  return root !== undefined && isWhole(root) ? toWholeName(root) : serviceName;
}

const METHOD = /^[A-Z]{3,7}$/;

/** Some call every request by its method alone: the path says which one it was. */
function toWholeName({ span: { name, label, detail = "" } }: SpanNode): string {
  const path = METHOD.test(name) ? /\/\S*/.exec(detail)?.[0] : undefined;
  return path === undefined ? name || label : `${name} ${path}`;
}
