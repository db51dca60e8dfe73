import { factsOf } from "./fill-calls.ts";
import { findQuoted, isNamed, toSearchedWords } from "./find-quoted.ts";
import { lookInside, toLastStart, type Inside } from "./look-inside.ts";
import { toFailure } from "./run-outcome.ts";
import type { SpanNode } from "./span-node.ts";
import { toStepName } from "./step-name.ts";
import { toEnd, toStart } from "./span-tree.ts";

/** Failures before one that are looked at for what it came of: a loop that fails thousands of times costs no more. */
const MAX_EARLIER = 64;

/** The failing path of a run, from the span that decided its outcome down to the deepest one that failed. */
export interface FailingPath {
  steps: SpanNode[];
  deepest: SpanNode;
  /** Tries of the deepest one, itself included; where that was not tried again, of the nearest step around that was. */
  tries: SpanNode[];
}

/**
 * Goes down from a failed span to what failed inside. Below a span that timed out, what still went on then is on the path.
 */
export function findFailingPath(failed: SpanNode): FailingPath {
  const path: FailingPath = { steps: [failed], deepest: failed, tries: [failed] };
  const timedOutAt = toFailure(failed) === "timeout" ? toEnd(failed) : undefined;
  for (;;) {
    const inside = lookInside(path.deepest, timedOutAt);
    const next = findCulprit(path.deepest, inside);
    if (next === undefined) return path;
    path.steps.push(next);
    path.deepest = next;
    const tries = toTries(next, inside);
    if (tries.length > 1 || path.tries.length === 1) path.tries = tries;
  }
}

/**
 * Of what failed directly inside a span, that which the span tells of; what still went on when the time was over, unless something timed out
 * itself; what was left when the span ended. And what that came of.
 */
function findCulprit(failed: SpanNode, inside: Inside): SpanNode | undefined {
  const quoted = findQuoted(failed, inside);
  const culprit = quoted ?? findLeft(inside);
  const ranOut = culprit !== undefined && toFailure(culprit) === "timeout";
  if (inside.unfinished !== undefined && quoted === undefined && !ranOut) return inside.unfinished;
  return culprit === undefined ? inside.background : findOrigin(culprit, inside);
}

/**
 * The last failure, unless a step that began after that one did not fail: the agent had got over such a failure. So it had where the same was
 * tried again and went well. A judge's own failure is why only where nothing else is, and calls to the outside after a failed
 * model or agent tidy up.
 */
function findLeft(inside: Inside): SpanNode | undefined {
  if (inside.failures.length === 0) return undefined;
  const wentWellAt = new Map<string, number>();
  for (const each of [...inside.successes, ...inside.others]) {
    wentWellAt.set(toName(each), Math.max(toStart(each), wentWellAt.get(toName(each)) ?? toStart(each)));
  }
  const left = inside.failures.filter(
    (each) => !inside.gotOver.has(each) && toEnd(each) > (wentWellAt.get(toName(each)) ?? Number.NEGATIVE_INFINITY),
  );
  const steps = left.filter(({ kind }) => kind !== "evaluator");
  const failures = (steps.length > 0 ? steps : left).filter((each) => toEnd(each) > inside.begunAt);
  const last = findCanceller(failures);
  if (last?.kind !== "infrastructure") return last;
  return failures.findLast(({ kind }) => kind === "model_call" || kind === "run") ?? last;
}

/** The last of some failures; where the last ones were cancelled, the one before that ended while these went on. */
function findCanceller(failures: readonly SpanNode[]): SpanNode | undefined {
  const at = failures.findLastIndex((each) => !isCancelled(each));
  const cancelled = failures.slice(at + 1);
  const canceller = failures[at];
  if (canceller === undefined || cancelled.length === 0) return failures.at(-1);
  return cancelled.some((each) => toStart(each) <= toEnd(canceller)) ? canceller : failures.at(-1);
}

/**
 * The failure that a failed step came of: the step before that its words name, the one that this one names, and so on. The same words alone
 * prove nothing, as many servers answer 404. What was done since is a sign that the agent had got over what failed before; a model call
 * is not, as one stands between most steps.
 */
function findOrigin(step: SpanNode, { failures, successes }: Inside): SpanNode {
  const done = successes.filter((each) => each.kind !== "model_call" && toEnd(each) <= toStart(step));
  const doneAt = toLastStart(done);
  const at = failures.indexOf(step);
  let origin = step;
  for (const earlier of failures.slice(Math.max(0, at - MAX_EARLIER), at).toReversed()) {
    if (toEnd(earlier) <= doneAt) break;
    if (toEnd(earlier) <= toStart(origin) && isReason(earlier, origin)) origin = earlier;
  }
  return origin;
}

/** Whether a failed step names another one, which is not a try of the same. Calls to the outside name nothing but themselves. */
function isReason(earlier: SpanNode, step: SpanNode): boolean {
  const { label } = earlier.span;
  if (step.kind === "infrastructure" || earlier.kind === "infrastructure" || label === step.span.label) return false;
  return isNamed(label, toSearchedWords(step));
}

/** Words of languages and libraries for what somebody else has stopped. A connection that was aborted is not among them. */
const CANCELLED =
  /cancell?ed|Cancell?ation(Exception|Error)|AbortError|(operation|request|transaction) (was|is) aborted/i;

function isCancelled(node: SpanNode): boolean {
  const { error = "", errorType = "" } = factsOf(node);
  return CANCELLED.test(error) || CANCELLED.test(errorType);
}

/** A failed step and its tries before, one after the other, as far back as the last that went well. */
function toTries(step: SpanNode, { failures, successes, others }: Inside): SpanNode[] {
  const isTry = (each: SpanNode) => toName(each) === toName(step);
  const wentWell = [...successes, ...others].filter((each) => isTry(each) && toStart(each) <= toStart(step));
  const since = toLastStart(wentWell);
  const tries = [step];
  let first = step;
  for (const each of failures.filter(isTry).toReversed()) {
    if (toEnd(each) <= since || toEnd(each) > toStart(first)) continue;
    tries.push(each);
    first = each;
  }
  return tries;
}

/** What tells the calls of one step from others. */
function toName(node: SpanNode): string {
  return `${node.kind} ${toStepName(node)}`;
}
