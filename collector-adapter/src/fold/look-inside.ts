import { toFailure } from "./run-outcome.ts";
import type { SpanNode } from "./span-node.ts";
import { toHttpStatus } from "./step-name.ts";
import { toEnd, toStart } from "./span-tree.ts";

/** What happened directly inside a span, on the way down through infrastructure. */
export interface Inside {
  /** What failed, by its end. */
  failures: SpanNode[];
  /** Steps that went well. */
  successes: SpanNode[];
  /** Whatever else went well: calls to the outside among others. */
  others: SpanNode[];
  /** Infrastructure below a call that was answered well: its service got over what failed there. */
  gotOver: ReadonlySet<SpanNode>;
  /** When the last step began that did not fail, be it that it goes on. */
  begunAt: number;
  /** A step that still went on when the time was over. */
  unfinished: SpanNode | undefined;
  /** Infrastructure that did, which may be a poller. */
  background: SpanNode | undefined;
}

/** Looks down to the next steps. Steps that went well hide what failed in them; infrastructure does not. */
export function lookInside(node: SpanNode, timedOutAt: number | undefined): Inside {
  const gotOver = new Set<SpanNode>();
  const inside: Inside = {
    failures: [],
    successes: [],
    others: [],
    gotOver,
    begunAt: Number.NEGATIVE_INFINITY,
    unfinished: undefined,
    background: undefined,
  };
  const waiting = [...node.children];
  for (let inner = waiting.pop(); inner !== undefined; inner = waiting.pop()) {
    const { kind, span, detailOf } = inner;
    const isStep = detailOf === undefined && (kind === "run" || kind === "model_call" || kind === "action");
    const wentOn = isPast(inner, timedOutAt);
    const hasFailed = toFailure(inner) !== undefined && span.endedAt !== undefined;
    if (isStep && !hasFailed) inside.begunAt = Math.max(inside.begunAt, toStart(inner));
    if (hasFailed) inside.failures.push(inner);
    else if (wentOn && detailOf === undefined && kind !== "infrastructure") inside.unfinished = inner;
    else if (isStep) {
      const agents = span.endedAt === undefined || kind !== "action" ? [] : findFailedAgents(inner);
      for (const agent of agents) inside.failures.push(agent);
      if (agents.length === 0 && span.endedAt !== undefined) inside.successes.push(inner);
    } else if (kind !== "evaluator") {
      if (wentOn && detailOf === undefined) inside.background = inner;
      else if (span.endedAt !== undefined) inside.others.push(inner);
      const isAnswered = gotOver.has(inner) || isAnsweredWell(span);
      for (const child of inner.children) {
        if (isAnswered && child.kind === "infrastructure") gotOver.add(child);
        waiting.push(child);
      }
    }
  }
  // Where a step went on, what failed beside it after that time was not why.
  if (inside.unfinished !== undefined)
    inside.failures = inside.failures.filter((each) => each.kind !== "infrastructure" || !isPast(each, timedOutAt));
  inside.failures.sort((a, b) => toEnd(a) - toEnd(b) || a.place - b.place);
  return inside;
}

/** When the last of some steps began. */
export function toLastStart(steps: readonly SpanNode[]): number {
  return steps.reduce((last, step) => Math.max(last, toStart(step)), Number.NEGATIVE_INFINITY);
}

function isAnsweredWell(span: SpanNode["span"]): boolean {
  return Number(toHttpStatus(span) ?? 500) < 400;
}

/** Whether a span still went on when the time was over. */
function isPast(node: SpanNode, timedOutAt: number | undefined): boolean {
  return timedOutAt !== undefined && (node.span.endedAt === undefined || toEnd(node) > timedOutAt);
}

/** Agents that failed inside an action that went well: to hand over to an agent succeeds, whatever that does then. */
function findFailedAgents(action: SpanNode): SpanNode[] {
  const agents: SpanNode[] = [];
  const waiting = [...action.children];
  for (let inner = waiting.pop(); inner !== undefined; inner = waiting.pop()) {
    if (inner.kind === "infrastructure") for (const child of inner.children) waiting.push(child);
    const isFailedAgent = inner.kind === "run" && toFailure(inner) !== undefined && inner.span.endedAt !== undefined;
    if (isFailedAgent) agents.push(inner);
  }
  return agents;
}
