import type { RunObservation } from "@runline/contract";
import { factsOf } from "./fill-calls.ts";
import { isCounted } from "./run-sums.ts";
import type { RunDraft, SpanNode } from "./span-node.ts";
import { byStart, toEnd, toStart } from "./span-tree.ts";
import { toStepName } from "./step-name.ts";

/** Of each kind: a runaway loop must not make the row of its run grow. */
const MAX_OF_A_KIND = 5;
const MIN_REPEATED = 3;
/** Waiting for the outside that one notices: ms, and part of the run. */
const OUTSIDE = { ms: 1000, part: 0.25 };
/** A context provider that one notices. */
const PROVIDER = { ms: 500, part: 0.1 };
/** Prompts that grow: calls, tokens more, times as many. */
const GROWTH = { calls: 3, tokens: 1000, factor: 2 };

/** What is worth a second look in a run of that length, be it a good one: facts, no guesses. */
export function toObservations(run: RunDraft, lengthMs: number): RunObservation[] {
  const counted = run.members.filter(isCounted).toSorted(byStart);
  return [
    toInterrupted(run.members),
    toRepeated(counted),
    toRetried(run.members),
    toOutside(run.members, lengthMs),
    toGrowing(counted),
    toSlow(run.members, lengthMs),
  ].flatMap((found) => found.slice(0, MAX_OF_A_KIND));
}

/** Steps that were left to ask somebody, the innermost of those around each other. */
function toInterrupted(members: readonly SpanNode[]): RunObservation[] {
  return members
    .filter(({ span, children }) => span.isInterrupted && !children.some((child) => child.span.isInterrupted))
    .map((node) => ({ kind: "interrupted_step", ...toLabel(node) }));
}

/** Actions that were called three times or more with the same arguments, most often first. */
function toRepeated(counted: readonly SpanNode[]): RunObservation[] {
  const calls = new Map<string, { label: string; times: number; spanId: string }>();
  for (const { kind, span } of counted) {
    if (kind !== "action" || span.argumentsHash === undefined) continue;
    const label = span.toolName ?? span.label;
    const key = `${span.argumentsHash} ${label}`;
    const same = calls.get(key);
    if (same === undefined) calls.set(key, { label, times: 1, spanId: span.spanId });
    else same.times += 1;
  }
  return [...calls.values()]
    .filter(({ times }) => times >= MIN_REPEATED)
    .sort((a, b) => b.times - a.times)
    .map((call) => ({ kind: "repeated_action", ...call }));
}

/** Steps that were tried several times, longest first. */
function toRetried(members: readonly SpanNode[]): RunObservation[] {
  const retried = new Map<SpanNode, { first: SpanNode; times: number }>();
  for (const node of members) {
    if (node.lastTry === undefined) continue;
    const tries = retried.get(node.lastTry);
    if (tries) tries.times += 1;
    else retried.set(node.lastTry, { first: node, times: 1 });
  }
  return [...retried]
    .map(([last, { first, times }]) => {
      return { kind: "retried_step" as const, ...toLabel(last), times, durationMs: toLength(first, last) };
    })
    .toSorted(byLength);
}

/** Calls to the outside, which say where they went, that took a good part of the run, longest first; those of a model are the model's. */
function toOutside(members: readonly SpanNode[], lengthMs: number): RunObservation[] {
  const hasSteps = new Set<SpanNode>();
  for (const { kind, parent } of members.toReversed()) {
    if (parent !== undefined && (kind !== "infrastructure" || hasSteps.has(parent))) hasSteps.add(parent);
  }
  const isCall = (node: SpanNode | undefined) => node?.kind === "infrastructure" && !hasSteps.has(node);
  return members
    .filter((node) => isCall(node) && node.span.detail !== undefined && !isCall(node.parent) && !isOfModel(node))
    .flatMap((node) => toLong("outside_call", node, OUTSIDE, lengthMs))
    .toSorted(byLength);
}

function isOfModel({ detailOf, around }: SpanNode): boolean {
  return detailOf !== undefined || around?.kind === "model_call" || around?.kind === "embedding";
}

/** Models that are shown more with each call, as when a conversation is never shortened. */
function toGrowing(counted: readonly SpanNode[]): RunObservation[] {
  const models = new Map<string, SpanNode[]>();
  for (const node of counted) {
    if (node.kind !== "model_call" || toPrompt(node) === undefined) continue;
    const calls = models.get(node.span.label);
    if (calls) calls.push(node);
    else models.set(node.span.label, [node]);
  }
  return [...models.values()].flatMap((calls) => {
    const [first, last] = [calls[0], calls.at(-1)].map((call) => call && toPrompt(call));
    const end = calls.at(-1);
    if (end === undefined || first === undefined || last === undefined || calls.length < GROWTH.calls) return [];
    if (last < first * GROWTH.factor || last < first + GROWTH.tokens) return [];
    if (calls.some((call, index) => (toPrompt(call) ?? 0) < (toPrompt(calls[index - 1] ?? call) ?? 0))) return [];
    return { kind: "growing_prompt" as const, ...toLabel(end), times: calls.length, tokens: { first, last } };
  });
}

function toPrompt(call: SpanNode): number | undefined {
  return factsOf(call).tokens?.input;
}

/** Context providers that took a good part of the run, longest first. */
function toSlow(members: readonly SpanNode[], lengthMs: number): RunObservation[] {
  return members
    .filter(({ kind }) => kind === "context_provider")
    .flatMap((node) => toLong("slow_provider", node, PROVIDER, lengthMs))
    .toSorted(byLength);
}

/** The step, if it has ended and took that many ms and that part of the run. */
function toLong(
  kind: RunObservation["kind"],
  node: SpanNode,
  least: { ms: number; part: number },
  lengthMs: number,
): RunObservation[] {
  if (node.span.endedAt === undefined) return [];
  const durationMs = toLength(node, node);
  return durationMs >= Math.max(least.ms, least.part * lengthMs) ? [{ kind, ...toLabel(node), durationMs }] : [];
}

function toLabel(node: SpanNode): Pick<RunObservation, "label" | "spanId"> {
  return { label: toStepName(node), spanId: node.span.spanId };
}

function toLength(first: SpanNode, last: SpanNode): number {
  return Math.round((toEnd(last) - toStart(first)) * 1000) / 1000;
}

function byLength({ durationMs: a = 0 }: RunObservation, { durationMs: b = 0 }: RunObservation): number {
  return b - a;
}
