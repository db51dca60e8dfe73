import type { RunStatus } from "@runline/contract";
import { hasPaused } from "./end-waits.ts";
import { factsOf } from "./fill-calls.ts";
import type { RunDraft, SpanNode } from "./span-node.ts";
import { toEnd, toStart } from "./span-tree.ts";

/** How a run ended, or that it goes on. */
export interface RunOutcome {
  status: RunStatus;
  endedAt: number | undefined;
  /** The span whose failure decides: the run itself, or one of its agents and calls. */
  failed: SpanNode | undefined;
}

/** An agent that worked on for so long after a failure got over it: ms, and part of all its time. */
const WENT_ON_MS = 50;
const WENT_ON_PART = 0.2;

/** How the span failed, by its own word or that of its details; `undefined` for a span that did not fail. */
export function toFailure(node: SpanNode): "error" | "timeout" | undefined {
  if (node.span.runStatus === "completed") return undefined;
  const status = node.span.runStatus ?? factsOf(node).status;
  return status === "ok" ? undefined : status;
}

/** Decides how a run ended. What goes on, or whose whole never came, has not ended, though it may have failed so far. */
export function toOutcome(run: RunDraft): RunOutcome {
  const failed = findFailed(run);
  const endedAt = findEnd(run);
  const status = endedAt === undefined ? "started" : ((failed && toFailure(failed)) ?? "completed");
  return { status, endedAt, failed };
}

/**
 * The word of the outermost span counts, and is the last one when Runline's instrumentation says it. Where it says nothing or
 * that all is well, the agents and model calls below it decide.
 */
function findFailed(run: RunDraft): SpanNode | undefined {
  const { agents } = run;
  const root = findLastPart(run);
  // Infrastructure around agents speaks of the request, not of them; nor do calls beside them.
  const word = root !== undefined && (agents.length === 0 || root.kind === "run") ? root : undefined;
  if (word !== undefined && toFailure(word) !== undefined) return word;
  const steps = toSteps(run);
  // From the leaves up: for an agent that says nothing, those inside it decide.
  const failures = new Map<SpanNode, SpanNode>();
  for (const node of run.members.toReversed()) {
    if (!isStep(node)) continue;
    const failed = toFailure(node) !== undefined ? node : findInside(node, steps.get(node) ?? [], failures);
    if (failed !== undefined) failures.set(node, failed);
  }
  if (word !== undefined && isStep(word)) return failures.get(word);
  const choice = word === undefined && agents.length > 0 ? agents : (steps.get(undefined) ?? []);
  return findInside(undefined, choice, failures);
}

/**
 * The failure that decides for the step around some: the one that ended last, unless another one succeeded that began after it,
 * or the agent around it worked on. What went well at the same time, such as a guard, takes nothing back.
 */
function findInside(
  around: SpanNode | undefined,
  steps: readonly SpanNode[],
  failures: ReadonlyMap<SpanNode, SpanNode>,
): SpanNode | undefined {
  if (around !== undefined && (around.kind !== "run" || around.span.convention === "runline")) return undefined;
  let last: SpanNode | undefined;
  let lastSuccess = Number.NEGATIVE_INFINITY;
  for (const step of toDeciding(steps, around)) {
    if (!failures.has(step)) lastSuccess = Math.max(lastSuccess, toStart(step));
    else if (last === undefined || toEnd(step) >= toEnd(last)) last = step;
  }
  if (last === undefined || lastSuccess >= toEnd(last)) return undefined;
  if (around?.isAgent === true && last.kind === "run" && wentOn(around, last)) return undefined;
  return failures.get(last);
}

/** Whether nothing of the same process was above the span. */
export function isWhole({ missingParent, span }: SpanNode): boolean {
  return missingParent === undefined || span.remote !== undefined;
}

/**
 * The span that says how a run ended: the root, and where the run was resumed the last of its parts to end, of those that did not end
 * with a pause.
 */
export function findLastPart({ root, parts }: RunDraft): SpanNode | undefined {
  let last: SpanNode | undefined;
  for (const part of parts) {
    if (!hasPaused(part) && (last === undefined || toEnd(part) >= toEnd(last))) last = part;
  }
  return last ?? root;
}

/**
 * A run that waits has not ended, nor has one of which only parts that paused are known. Any other one ends with the span that stands for
 * the whole; without such a span, it ends with its last topmost step, unless a span above one of these was named and never came.
 */
function findEnd({ root, parts, agents, members, entry, waitsIn }: RunDraft): number | undefined {
  if (waitsIn !== undefined || (parts.length > 0 && parts.every(hasPaused))) return undefined;
  if (parts.length > 1) return toLastEnd(parts);
  if (root !== undefined) return agents.length > 0 || isWhole(root) ? root.span.endedAt : undefined;
  const tops = agents.length > 0 ? agents : members.filter(({ parent }) => parent?.run !== entry.run);
  if (agents.length === 0 && tops.some(({ missingParent }) => missingParent !== undefined)) return undefined;
  return toLastEnd(tops);
}

/** When the last of some spans ended; `undefined` while one goes on. */
function toLastEnd(tops: readonly SpanNode[]): number | undefined {
  let endedAt: number | undefined;
  for (const { span } of tops) {
    if (span.endedAt === undefined) return undefined;
    endedAt = Math.max(endedAt ?? span.endedAt, span.endedAt);
  }
  return endedAt;
}

/** The steps of a run by the step around them. */
function toSteps(run: RunDraft): ReadonlyMap<SpanNode | undefined, readonly SpanNode[]> {
  const steps = new Map<SpanNode | undefined, SpanNode[]>();
  for (const node of run.members) {
    const { parent } = node;
    node.stepAround = parent?.run !== run ? undefined : isStep(parent) ? parent : parent.stepAround;
    if (!isStep(node)) continue;
    const beside = steps.get(node.stepAround);
    if (beside === undefined) steps.set(node.stepAround, [node]);
    else beside.push(node);
  }
  return steps;
}

/** Evaluators are steps so that what they ask a model decides nothing. */
function isStep({ kind, detailOf }: SpanNode): boolean {
  return detailOf === undefined && (kind === "run" || kind === "evaluator" || isCallKind(kind));
}

function isCallKind(kind: SpanNode["kind"]): boolean {
  return kind === "model_call" || kind === "action" || kind === "embedding";
}

/**
 * The agents and model calls that have ended; where there are none at all and no agent is around, the tools and embeddings. An agent
 * is told that a tool failed, and says itself when it gives up.
 */
function toDeciding(steps: readonly SpanNode[], around: SpanNode | undefined): SpanNode[] {
  const deciding = steps.filter(({ kind }) => kind === "run" || kind === "model_call");
  const others = around?.isAgent === true ? [] : steps.filter(({ kind }) => isCallKind(kind));
  return (deciding.length > 0 ? deciding : others).filter(({ span }) => span.endedAt !== undefined);
}

function wentOn(agent: SpanNode, failed: SpanNode): boolean {
  if (agent.span.endedAt === undefined || failed.span.endedAt === undefined) return false;
  const longest = Math.max(WENT_ON_MS, (toEnd(agent) - toStart(agent)) * WENT_ON_PART);
  return toEnd(agent) - toEnd(failed) > longest;
}
