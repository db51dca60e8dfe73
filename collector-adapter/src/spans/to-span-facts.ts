import { hash } from "node:crypto";
import { CUT_MARK, cutText, parseTraceMark, type SpanKind } from "@runline/contract";
import { hasSeveralWords, saysNothing } from "../fold/error-words.ts";
import type { Attributes, AttributeValue, OtlpSpan, OtlpSpanEvent } from "../otlp/otlp-span.ts";
import { MAX_NAME_LENGTH } from "../otlp/span-limits.ts";
import type { SpanContent } from "./content/read-content.ts";
import { findExecution, findResumedFrom, hasPaused } from "./conventions/pause.ts";
import { isControlFlow, isInterrupt } from "./is-control-flow.ts";
import type { FactsAndClues } from "./read-facts.ts";
import type { ReadFacts, SpanFacts } from "./span-facts.ts";
import { toSpanCost } from "./to-span-cost.ts";
import { toSpanTokens } from "./to-span-tokens.ts";

const STATUS_UNSET = 0;
const STATUS_OK = 1;
const STATUS_ERROR = 2;
/** Types of errors that say that the time was over: `timeout`, `APITimeoutError`, `DEADLINE_EXCEEDED`, `ETIMEDOUT`. */
const TIMEOUT = /time(?:d_?)?out(?:error|exception)?$|deadline_?exceeded$/i;
/** That an exception went on beyond its span; Python writes the value as a text. */
const ESCAPED = new Set<AttributeValue | undefined>([true, "true", "True"]);
/** Hex digits of the hash of arguments. It tells calls of one run apart, nothing else. */
const HASH_LENGTH = 16;

/** What the conventions found out about a span. */
export interface FoundSpan {
  kind: SpanKind;
  convention: string;
  isChain: boolean;
  read: FactsAndClues;
  content: SpanContent;
}

/** Draws from what the conventions read what it means: the outcome, the tokens, the words of the message. */
export function toSpanFacts(span: OtlpSpan, { kind, convention, isChain, read, content }: FoundSpan): SpanFacts {
  const { clues } = read;
  const facts: SpanFacts = Object.assign(read.facts, { kind, convention });
  if (isChain) facts.isChain = true;

  const runId = facts.runId ?? findExecution(span);
  if (runId !== undefined) facts.runId = runId;
  if (convention !== "runline" && span.traceState !== "") {
    const mark = parseTraceMark(span.traceState);
    if (mark.runId !== undefined && runId === undefined) facts.tracedRunId = mark.runId;
    if (mark.isInModelCall) facts.isInModelCall = true;
  }
  if (clues.runPhase !== undefined) facts.isOutsideRun = true;

  const runStatus = toRunStatus(clues.runStatusWord);
  if (runStatus !== undefined) facts.runStatus = runStatus;
  if (runStatus === "timeout") facts.status = "timeout";
  else if (span.statusCode === STATUS_OK) facts.status = "ok";
  const isStep = kind !== "infrastructure" || isChain;
  // An HTTP server, for one, names the type of an error that is its client's, and says nothing of its status.
  const namesError = isStep && facts.errorType !== undefined && span.statusCode === STATUS_UNSET;
  const failed = namesError || isFailed(span, clues);
  if (failed || span.events.some(isException)) {
    const exception = findException(span);
    const error = findWords([span.statusMessage, clues.errorMessage, exception.message]);
    const errorType = facts.errorType ?? exception.type;
    if (isInterrupt(errorType, error)) facts.isInterrupted = true;
    if (failed && !isControlFlow(errorType, error)) {
      facts.status = runStatus === "timeout" || TIMEOUT.test(errorType ?? "") ? "timeout" : "error";
      if (error !== undefined) facts.error = error;
      if (errorType !== undefined) facts.errorType = errorType;
    }
  }

  const cost = toSpanCost(clues, convention);
  if (cost !== undefined) facts.cost = cost;
  const tokens = toSpanTokens(clues);
  // Nothing but zeros is what a counter begins with: the call failed, or its stream did not tell what it used.
  if (tokens && Object.values(tokens).some((count) => count > 0)) facts.tokens = tokens;
  if (kind === "action" && content.input !== undefined) facts.argumentsHash = toHash(content.input);
  if (content.question !== undefined) facts.message = content.question;
  if (hasPaused(span)) facts.isPaused = true;
  const resumedFrom = findResumedFrom(span);
  if (resumedFrom !== undefined) facts.resumedFrom = resumedFrom;
  return facts;
}

/** Whether the step failed: by its status, in the word of its family, or because an exception left it and nobody set its status. */
function isFailed({ statusCode, events }: OtlpSpan, { failed, failsByException }: ReadFacts): boolean {
  if (statusCode === STATUS_ERROR || failed) return true;
  const isFatal = (attributes: Attributes) =>
    failsByException === true || (statusCode === STATUS_UNSET && ESCAPED.has(attributes["exception.escaped"]));
  return events.some((event) => isException(event) && isFatal(event.attributes));
}

function toRunStatus(word: string | undefined): SpanFacts["runStatus"] {
  return word === "completed" || word === "timeout" || word === "error" ? word : undefined;
}

/** The first of some texts that says anything, unless a later one has more than a single word: many a status has a code beside an exception. */
function findWords(texts: readonly (string | undefined)[]): string | undefined {
  const said = texts.filter((text): text is string => text !== undefined && !saysNothing(text));
  return said.find((text) => hasSeveralWords(text)) ?? said[0];
}

/** What the last exception says that says anything; an earlier one may have been caught. */
function findException({ events }: OtlpSpan): { message?: string; type?: string } {
  const find = (attribute: string) =>
    events.map((event) => (isException(event) ? event.attributes[attribute] : undefined)).findLast(isText);
  const message = find("exception.message");
  const type = find("exception.type");
  return {
    ...(message !== undefined && { message }),
    ...(type !== undefined && { type: cutText(type, MAX_NAME_LENGTH, CUT_MARK) }),
  };
}

function isException({ name }: OtlpSpanEvent): boolean {
  return name === "exception";
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function toHash(input: unknown): string {
  return hash("sha1", JSON.stringify(input)).slice(0, HASH_LENGTH);
}
