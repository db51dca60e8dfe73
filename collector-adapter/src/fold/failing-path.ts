import { factsOf } from "./fill-calls.ts";
import { toFailure } from "./run-outcome.ts";
import type { SpanNode } from "./span-node.ts";
import { toStepName } from "./step-name.ts";
import { toEnd, toStart } from "./span-tree.ts";

/** Failures before one that are looked at for what it came of: a loop that fails thousands of times costs no more. */
const MAX_EARLIER = 64;
/** What a word is made of. */
const WORD = /[\p{L}\p{N}_]/u;

/** The failing path of a run, from the span that decided its outcome down to the deepest one that failed. */
export interface FailingPath {
  steps: SpanNode[];
  deepest: SpanNode;
  /** Tries of the deepest one, itself included. */
  tries: SpanNode[];
}

/**
 * Goes down from a failed span to what failed inside. Steps that went well hide what failed in them; infrastructure does not.
 * Below a span that timed out, what still went on then is on the path.
 */
export function findFailingPath(failed: SpanNode): FailingPath {
  const path: FailingPath = { steps: [failed], deepest: failed, tries: [failed] };
  const timedOutAt = toFailure(failed) === "timeout" ? toEnd(failed) : undefined;
  for (;;) {
    const inside = lookInside(path.deepest, timedOutAt);
    const next = findCulprit(path.deepest, inside) ?? inside.unfinished;
    if (next === undefined) return path;
    path.steps.push(next);
    path.deepest = next;
    path.tries = inside.failures.filter((each) => each.kind === next.kind && toStepName(each) === toStepName(next));
  }
}

/**
 * Of what failed directly inside a span, that whose words or name the span repeats, else the last failure, unless something succeeded
 * after that one: the agent had got over such a failure. What was cancelled was so because of another one, where there is one; and a
 * failure that names an earlier one is its consequence.
 */
function findCulprit(failed: SpanNode, inside: Inside): SpanNode | undefined {
  const { failures, successes } = inside;
  const last = failures.findLast((each) => !isCancelled(each)) ?? failures.at(-1);
  const isLast = last !== undefined && toLastStart(successes) < toEnd(last);
  const culprit = findQuoted(failed, failures) ?? (isLast ? last : undefined);
  return culprit && findOrigin(culprit, inside);
}

/** The last of some failures whose name or words the words of a span have in them. */
function findQuoted(span: SpanNode, failures: readonly SpanNode[]): SpanNode | undefined {
  const words = factsOf(span).error;
  if (words === undefined || words === "") return undefined;
  return failures.findLast((each) => {
    const own = factsOf(each).error;
    return (
      isNamed(each.span.label, words) ||
      (own !== undefined && own !== "" && (words.includes(own) || own.includes(words)))
    );
  });
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
  return isNamed(label, factsOf(step).error ?? "");
}

/** Words of languages and libraries for what somebody else has stopped. A connection that was aborted is not among them. */
const CANCELLED = /cancell?ed|AbortError|(operation|request|transaction) (was|is) aborted/i;

function isCancelled(node: SpanNode): boolean {
  const { error = "", errorType = "" } = factsOf(node);
  return CANCELLED.test(error) || CANCELLED.test(errorType);
}

/** Whether a text has the name as a word of its own. Names of one or two letters stand in too many texts. */
function isNamed(name: string, text: string): boolean {
  if (name.length <= 2) return false;
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    if (!WORD.test(text.charAt(at - 1)) && !WORD.test(text.charAt(at + name.length))) return true;
  }
  return false;
}

interface Inside {
  /** What failed directly inside a span, by its end. */
  failures: SpanNode[];
  /** Steps there that went well. */
  successes: SpanNode[];
  /** A step that still went on when the time was over; infrastructure, which may be a poller, only where no step did. */
  unfinished: SpanNode | undefined;
}

function lookInside(node: SpanNode, timedOutAt: number | undefined): Inside {
  const inside: Inside = { failures: [], successes: [], unfinished: undefined };
  let background: SpanNode | undefined;
  const waiting = [...node.children];
  for (let inner = waiting.pop(); inner !== undefined; inner = waiting.pop()) {
    const { kind, span, detailOf } = inner;
    const isStep = detailOf === undefined && (kind === "run" || kind === "model_call" || kind === "action");
    const wentOn = isPast(inner, timedOutAt);
    if (toFailure(inner) !== undefined && span.endedAt !== undefined) inside.failures.push(inner);
    else if (wentOn && detailOf === undefined && kind !== "infrastructure") inside.unfinished = inner;
    else if (isStep) {
      const agents = span.endedAt === undefined || kind !== "action" ? [] : findFailedAgents(inner);
      if (agents.length > 0) inside.failures.push(...agents);
      else if (span.endedAt !== undefined) inside.successes.push(inner);
    } else if (kind !== "evaluator") {
      if (wentOn && detailOf === undefined) background = inner;
      for (const child of inner.children) waiting.push(child);
    }
  }
  // Where a step went on, what failed beside it after that time was not why.
  if (inside.unfinished !== undefined)
    inside.failures = inside.failures.filter((each) => each.kind !== "infrastructure" || !isPast(each, timedOutAt));
  inside.unfinished ??= background;
  inside.failures.sort((a, b) => toEnd(a) - toEnd(b) || a.place - b.place);
  return inside;
}

/** Whether a span still went on when the time was over. */
function isPast(node: SpanNode, timedOutAt: number | undefined): boolean {
  return timedOutAt !== undefined && (node.span.endedAt === undefined || toEnd(node) > timedOutAt);
}

/** When the last of some steps began. */
function toLastStart(steps: readonly SpanNode[]): number {
  return steps.reduce((last, step) => Math.max(last, toStart(step)), Number.NEGATIVE_INFINITY);
}

/** Agents that failed inside an action that went well: to hand over to an agent succeeds, whatever that does then. */
function findFailedAgents(action: SpanNode): SpanNode[] {
  return action.children.flatMap((child) => {
    if (child.kind === "run") return toFailure(child) !== undefined && child.span.endedAt !== undefined ? [child] : [];
    return child.kind === "infrastructure" ? findFailedAgents(child) : [];
  });
}
