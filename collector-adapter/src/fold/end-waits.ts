import type { RunDraft, SpanNode, SpanTree } from "./span-node.ts";
import { byStart, isWithin } from "./span-tree.ts";

/** Spans below an agent that begin after its pause and are looked past: an agent leaves a few behind, and thousands of pauses stay cheap. */
const MAX_LEFT_BEHIND = 1000;

/**
 * Finds out until when agents waited that had paused: until the span begins that names the pause as what it goes on from, else the next span
 * of the run that stands below none of its others; for an agent inside a run, the next one that is not below that agent. Of waits that
 * nothing ends, that of the last part of its run keeps the run open. Any other one ends with the run at the latest.
 */
export function endWaits({ nodes }: SpanTree): void {
  const waits = new Map<RunDraft, SpanNode[]>();
  for (const node of nodes) {
    if (node.span.isPause !== true || node.run === undefined) continue;
    const beside = waits.get(node.run);
    if (beside === undefined) waits.set(node.run, [node]);
    else beside.push(node);
  }
  for (const [run, paused] of waits) endWaitsOf(run, paused.sort(byStart));
}

/** Whether a part of a run ended with a pause. What the part says of its end counts for more. */
export function hasPaused(part: SpanNode): boolean {
  return !saysItsEnd(part) && part.children.some(({ span }) => span.isPause === true);
}

function saysItsEnd({ span: { runStatus, status = "ok" } }: SpanNode): boolean {
  return runStatus !== undefined || status !== "ok";
}

function endWaitsOf(run: RunDraft, waits: readonly SpanNode[]): void {
  const named = new Map<string, number>();
  for (const { resumedFrom, startedAt } of run.members.map(({ span }) => span)) {
    if (resumedFrom !== undefined) named.set(resumedFrom, Math.min(startedAt, named.get(resumedFrom) ?? startedAt));
  }
  const others = run.members.filter(({ span }) => span.isPause !== true).sort(byStart);
  const parts = toParts(run);
  const tops = others.filter((node) => node.parent?.run !== run || parts.has(node));
  const last = findLast(parts);
  const runEndedAt = last?.span.endedAt;
  for (const wait of waits) {
    const { pauseId, startedAt } = wait.span;
    const inner = last && findInnerAgent(wait, parts);
    const next = inner === undefined ? tops[countUntil(tops, startedAt)] : findBeside(inner, others, startedAt);
    let endedAt = (pauseId === undefined ? undefined : named.get(pauseId)) ?? next?.span.startedAt;
    if (endedAt === undefined && inner === undefined && keepsOpen(run, wait, parts, last)) run.waitsIn = wait;
    else endedAt ??= runEndedAt;
    // The clock of the process that goes on may be behind.
    if (endedAt !== undefined) wait.span = { ...wait.span, endedAt: Math.max(startedAt, endedAt) };
  }
}

/** The spans that are the run itself; of one that no span names, its agents. */
function toParts({ root, parts, agents }: RunDraft): ReadonlySet<SpanNode> {
  if (parts.length > 0 || agents.length > 0) return new Set(parts.length > 0 ? parts : agents);
  return new Set(root === undefined ? [] : [root]);
}

/** Of some parts the one that ended last, or still goes on. */
function findLast(parts: Iterable<SpanNode>): SpanNode | undefined {
  const toEnd = ({ span }: SpanNode) => span.endedAt ?? Number.POSITIVE_INFINITY;
  let last: SpanNode | undefined;
  for (const part of parts) if (last === undefined || toEnd(part) >= toEnd(last)) last = part;
  return last;
}

/** The agent that paused, where that is inside the run, and not a part of it. */
function findInnerAgent({ parent: agent, run }: SpanNode, parts: ReadonlySet<SpanNode>): SpanNode | undefined {
  if (agent === undefined || agent.run !== run || agent.parent?.run !== run) return undefined;
  return parts.has(agent) ? undefined : agent;
}

/** The first span after a moment that is not below the agent. */
function findBeside(agent: SpanNode, spans: readonly SpanNode[], after: number): SpanNode | undefined {
  const from = countUntil(spans, after);
  return spans.slice(from, from + MAX_LEFT_BEHIND).find((each) => !isWithin(agent, each));
}

/** How many of some spans, by their start, begin until a moment. */
function countUntil(spans: readonly SpanNode[], at: number): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.span.startedAt ?? at) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether a run waits in the pause of its last part, which nothing ends, or in one of a part that has not come. */
function keepsOpen(
  { root }: RunDraft,
  { parent }: SpanNode,
  parts: ReadonlySet<SpanNode>,
  last: SpanNode | undefined,
): boolean {
  // A chain around agents.
  if (root?.kind === "run" && !parts.has(root) && saysItsEnd(root)) return false;
  if (parent !== undefined && parts.has(parent)) return parent === last && hasPaused(parent);
  return last === undefined || !saysItsEnd(last);
}
