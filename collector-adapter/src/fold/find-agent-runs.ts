import { groupBy } from "./group-by.ts";
import type { SpanNode, SpanTree } from "./span-node.ts";
import { isSameService, toNamedRunId } from "./span-owner.ts";
import { byStart } from "./span-tree.ts";

/** One agent, or the agents of a team, and the span that stands for all they did. */
export interface AgentRun {
  /** The one that started first. */
  lead: SpanNode;
  agents: SpanNode[];
  /** `undefined` for a team without a known span around it. */
  root: SpanNode | undefined;
}

/** Agents side by side overlap when they share more than this part of the shorter one: clocks are not exact. */
const SHARED_PART = 0.5;

/** Runs that no agent is known to be above yet: those that may still be one with what is beside them, and those that are apart. */
interface Waiting {
  open: AgentRun[];
  apart: AgentRun[];
}

const NOTHING: Waiting = { open: [], apart: [] };

/**
 * Finds the runs that name no run id: each topmost agent with all below it, an agent of another service inside one, and each
 * team. The search goes from the leaves to the tops, so that what runs side by side is decided where the runs meet.
 */
export function findAgentRuns({ nodes }: SpanTree): AgentRun[] {
  const found: AgentRun[] = [];
  const below = new Map<SpanNode, Waiting[]>();
  const belowAbsent = new Map<string, Waiting[]>();
  const belowTrace = new Map<string, Waiting[]>();
  for (const node of nodes.toReversed()) {
    const { parent, missingParent, span } = node;
    const parts = below.get(node) ?? [];
    below.delete(node);
    const waiting = takesIn(node) ? takeIn(node, parts, found) : meet(parts, node);
    if (parent !== undefined) add(below, parent, waiting);
    else if (missingParent !== undefined) add(belowAbsent, missingParent, waiting);
    else add(belowTrace, span.traceId, waiting);
  }
  // Spans that name the same absent parent are side by side below it, and all that is left is so below its trace.
  for (const [parent, parts] of belowAbsent) {
    add(belowTrace, parent.slice(0, parent.indexOf("/")), meet(parts, undefined));
  }
  for (const parts of belowTrace.values()) {
    const { open, apart } = meet(parts, undefined);
    for (const run of [...open, ...apart]) found.push(run);
  }
  return found;
}

function add<Place>(places: Map<Place, Waiting[]>, place: Place, waiting: Waiting): void {
  if (waiting.open.length + waiting.apart.length === 0) return;
  const parts = places.get(place);
  if (parts === undefined) places.set(place, [waiting]);
  else parts.push(waiting);
}

/**
 * Whether a span takes the agents below it for its own: an agent's, a step that names its run, and a tool, which only calls them.
 * A tool that another program calls, such as that of an MCP server, is a step of that one; the agents below it work for nobody here.
 */
function takesIn(node: SpanNode): boolean {
  const { isAgent, kind, span } = node;
  return isAgent || toNamedRunId(span) !== undefined || (kind === "action" && !isEntry(node));
}

/** Whether a span is the first of its program: another program called it, or nobody. */
function isEntry({ parent, missingParent, span }: SpanNode): boolean {
  if (span.remote !== undefined) return true;
  return parent === undefined ? missingParent === undefined : !isSameService(parent.span, span);
}

/** What waits above such a span: the agent itself, or, where the agent has no name, the agents that the span stands for. */
function takeIn(node: SpanNode, parts: readonly Waiting[], found: AgentRun[]): Waiting {
  const own: Waiting[] = [];
  for (const { open, apart } of parts) {
    for (const run of [...open, ...apart]) if (!isOwn(node, run)) found.push(run);
    const isMine = (run: AgentRun) => isOwn(node, run);
    if (open.some(isMine) || apart.some(isMine)) own.push({ open: open.filter(isMine), apart: apart.filter(isMine) });
  }
  if (!node.isAgent || toNamedRunId(node.span) !== undefined) return NOTHING;
  const isItself = node.span.agentName !== undefined || own.length === 0;
  return isItself ? { open: [{ lead: node, agents: [node], root: node }], apart: [] } : meet(own, node);
}

/** Whether an agent below a span is one of the same program: such an agent helps in the run and has none of its own. */
function isOwn({ span }: SpanNode, { lead }: AgentRun): boolean {
  return lead.span.agentId === undefined ? isSameService(lead.span, span) : lead.span.agentId === span.agentId;
}

/** Decides which of the runs from different parts of the tree are one where these join; those of one part have met before. */
function meet(parts: readonly Waiting[], at: SpanNode | undefined): Waiting {
  const [first, ...others] = parts;
  if (first === undefined) return NOTHING;
  // A chain, or an agent without a name, stands for all that it holds, as long as this is one.
  const whole = at !== undefined && (at.span.isChain === true || at.isAgent) ? at : undefined;
  const apart = parts.map((part) => part.apart).reduce(joinLists);
  if (others.length === 0) {
    const [run, another] = first.open;
    const isOnly = apart.length === 0 && another === undefined;
    if (run && whole && isOnly && isSameService(run.lead.span, whole.span)) run.root = whole;
    return first;
  }
  const open: AgentRun[] = [];
  for (const group of groupByParty(parts.flatMap((part) => part.open))) {
    const [{ lead, root }] = group;
    if (!isOneRun(group, whole)) for (const run of group) apart.push(run);
    else open.push({ lead, agents: group.flatMap(({ agents }) => agents), root: group.length === 1 ? root : at });
  }
  return { open, apart };
}

/** Adds the shorter list to the longer one: what waits below a long way up is not copied at every step. */
function joinLists(a: AgentRun[], b: AgentRun[]): AgentRun[] {
  const [longer, shorter] = a.length < b.length ? [b, a] : [a, b];
  for (const run of shorter) longer.push(run);
  return longer;
}

type Group = [AgentRun, ...AgentRun[]];

/** Runs of one program, or of one agent that names its id; each group by its start. */
function groupByParty(runs: readonly AgentRun[]): Group[] {
  const byParty = groupBy(
    runs.toSorted((a, b) => byStart(a.lead, b.lead)),
    ({ lead }) => {
      const { agentId, serviceNamespace, serviceName } = lead.span;
      return agentId ?? JSON.stringify([serviceNamespace, serviceName]);
    },
  );
  return [...byParty.values()];
}

/**
 * Whether agents side by side are one run. Below what a framework makes for the whole they are, unless one of them runs twice at
 * the same time. Below anything else they are a team when they take turns and have different names.
 */
function isOneRun(group: Group, whole: SpanNode | undefined): boolean {
  if (group.length === 1) return true;
  // A whole that says that it failed is a run: as mere callers of others nobody would find the failure.
  if (whole?.span.status === "error" || whole?.span.status === "timeout") return true;
  const byName = new Map<string, AgentRun[]>();
  for (const run of group) {
    const name = run.lead.span.agentName ?? run.lead.span.name;
    const runs = byName.get(name);
    if (runs === undefined) byName.set(name, [run]);
    else runs.push(run);
  }
  if (whole !== undefined) return ![...byName.values()].some(overlaps);
  return byName.size > 1 && !overlaps(group);
}

/** Whether any of the runs, ordered by their start, overlaps one before it. An agent that goes on overlaps what comes later. */
function overlaps(runs: readonly AgentRun[]): boolean {
  let before: { startedAt: number; endedAt: number } | undefined;
  return runs.some(({ lead, agents }) => {
    const { startedAt } = lead.span;
    const endedAt = agents.reduce((last, { span }) => Math.max(last, span.endedAt ?? Number.MAX_VALUE), startedAt);
    const last = before;
    if (last === undefined || endedAt > last.endedAt) before = { startedAt, endedAt };
    if (last === undefined) return false;
    const shorter = Math.min(endedAt - startedAt, last.endedAt - last.startedAt);
    return Math.min(endedAt, last.endedAt) - startedAt > shorter * SHARED_PART;
  });
}
