import { createHash } from "node:crypto";
import { NO_MESSAGE } from "@runline/contract";
import { hasSeveralWords, saysNothing } from "./error-words.ts";
import { toFailureLine } from "./failure-line.ts";
import type { FailingPath } from "./failing-path.ts";
import { factsOf } from "./fill-calls.ts";
import type { FoldedCause } from "./fold-result.ts";
import { toFailure } from "./run-outcome.ts";
import type { RunDraft, SpanNode } from "./span-node.ts";
import { toHttpStatus, toStepName } from "./step-name.ts";
import { toEnd, toStart } from "./span-tree.ts";

/** Steps of a path that are named, the last ones: more would not fit into a line. */
const MAX_PATH = 8;
const TIMED_OUT = "timed out";
const LETTER = /[\p{L}\p{N}_]/u;
/** Before the name of a type. @example "java.lang." */
const PACKAGE = /^([\w$]+\.)+(?=[A-Z])/;

/** The words for why a run failed: those of the span that decided, else of the deepest one that has any. */
export function toErrorText({ steps, deepest }: FailingPath): string | undefined {
  const words = factsOf(steps[0] ?? deepest).error ?? findWords(steps);
  // That it timed out says the status of the run.
  return words ?? (toFailure(deepest) === "timeout" ? undefined : NO_MESSAGE);
}

/** The cause as one line with what identifies it. */
export function toCause(failing: FailingPath, run: RunDraft): FoldedCause {
  const { steps, deepest, tries } = failing;
  const message = toFailureLine(findWords(steps) ?? (toFailure(deepest) === "timeout" ? TIMED_OUT : NO_MESSAGE));
  const [agent, ...team] = run.agents;
  // Some frameworks have a second span of the same agent inside the first.
  const isAgent = ({ kind, span: { agentName } }: SpanNode) =>
    kind === "run" && agentName !== undefined && agentName === agent?.span.agentName;
  const isRun = (step: SpanNode) =>
    step === run.root || run.parts.includes(step) || (team.length === 0 && (step === agent || isAgent(step)));
  const place = findPlace(failing);
  const labels = steps
    .filter((step) => step === deepest || step === place || (!isRun(step) && !isBetween(step)))
    .map(toStepName)
    .filter((label, index, all) => label !== all[index - 1]);
  const path = labels.length > MAX_PATH ? ["…", ...labels.slice(-MAX_PATH)] : labels;
  const attempts = Math.max(tries.length, deepest.span.attempt ?? 1);
  const lengthMs = toEnd(deepest) - tries.reduce((first, each) => Math.min(first, toStart(each)), toStart(deepest));
  // Many messages begin with the name of what failed.
  const name = path.at(-1) ?? "";
  const hasName = message.startsWith(name) && !LETTER.test(message.charAt(name.length));
  const text = [
    hasName ? [...path.slice(0, -1), message].join(" › ") : `${path.join(" › ")}: ${message}`,
    ...(attempts > 1 ? [`${attempts} tries`] : []),
    toDuration(lengthMs),
  ];
  const durationMs = Math.round(lengthMs * 1000) / 1000;
  const fingerprint = toFingerprint(message);
  return { spanId: deepest.span.spanId, text: text.join(", "), path, fingerprint, attempts, message, durationMs };
}

/** Whether the span is on the way to a step and says nothing that the step does not. */
function isBetween({ kind, detailOf }: SpanNode): boolean {
  return detailOf !== undefined || kind === "infrastructure" || kind === "plan" || kind === "composed_state";
}

/** Where a piece of a call went that does not say so itself, such as the look-up of a name: the call around that does. */
function findPlace({ steps, deepest }: FailingPath): SpanNode | undefined {
  if (deepest.kind !== "infrastructure" || deepest.span.detail !== undefined) return undefined;
  return steps.findLast(({ kind, span }) => kind === "infrastructure" && span.detail !== undefined);
}

/**
 * The words of the deepest span that has any. Where these are not its own, or one word, its type of error comes before them, as languages
 * write it, unless the words have that.
 */
function findWords(steps: readonly SpanNode[]): string | undefined {
  const facts = steps.map((step) => ({ ...factsOf(step), errorType: toErrorType(step) }));
  const told = facts.findLast(({ error }) => error !== undefined);
  const words = told?.error;
  if (words === undefined) return facts.findLast(({ errorType }) => errorType !== undefined)?.errorType;
  const deepest = facts.at(-1);
  const type = deepest?.errorType?.replace(PACKAGE, "");
  if (type === undefined || saysNothing(type) || words.toLowerCase().includes(type.toLowerCase())) return words;
  return told === deepest && hasSeveralWords(words) ? words : `${type}: ${words}`;
}

/** Of a call over HTTP that names none what was answered. */
function toErrorType(step: SpanNode): string | undefined {
  const { errorType, status } = factsOf(step);
  return errorType ?? (status === "error" ? toHttpStatus(step.span) : undefined);
}

/** Without what differs from failure to failure: ids, numbers, moments. */
function toFingerprint(message: string): string {
  const kept = message
    .toLowerCase()
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|\b(?=[a-z_-]*\d)[0-9a-z_-]{12,}\b/g, "#")
    .replaceAll(/\d+([.:,]\d+)*/g, "#");
  return createHash("sha256").update(kept).digest("hex").slice(0, 16);
}

function toDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  return seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
