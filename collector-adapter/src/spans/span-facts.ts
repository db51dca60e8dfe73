import type { SpanKind } from "@runline/contract";

/** Facts that are text. Ids are as the sender wrote them. */
export type TextFact =
  | "agentName"
  | "conversationId"
  | "userId"
  | "toolName"
  | "toolCallId"
  | "model"
  | "responseModel"
  | "responseId"
  | "provider"
  | "evaluatorName"
  /** The word of a judge: pass, fail, relevant. */
  | "verdict"
  | "contextProviderName"
  | "memoryId"
  /** What to show instead of the span's name, where that is a template. */
  | "title"
  /** The sender's word for what the span does. */
  | "operation"
  /** What a price is in, where that is said. */
  | "currency"
  | "errorMessage"
  | "errorType"
  | "runId"
  | "parentRunId"
  | "agentId"
  | "roomId"
  | "roomName"
  | "entityId"
  | "entityName"
  | "messageId"
  | "source"
  | "runStatusWord"
  | "outcome"
  | "runPhase"
  | "planStep"
  | "actionId"
  | "actionName"
  | "modelType"
  | "attribution"
  /** What a run waits for that has paused, and what names the pause. */
  | "waitsFor"
  | "pauseId";

/** Tokens of this call alone, in the words of families that count them in different ways. */
type TokenFact =
  /** All tokens read, cached ones included. */
  | "inputTokens"
  /** Tokens read that neither came from the cache nor went there. */
  | "uncachedInputTokens"
  | "cachedInputTokens"
  | "cacheWriteInputTokens"
  /** All tokens written, reasoning included. */
  | "outputTokens"
  | "reasoningTokens"
  /** What was heard, part of `inputTokens`, and what was spoken, part of `outputTokens`. */
  | "audioInputTokens"
  | "audioOutputTokens"
  | "totalTokens";

/** Facts that are numbers. Cost is that of this call alone, `inputCost` and `outputCost` its halves. */
export type NumberFact = TokenFact | "cost" | "inputCost" | "outputCost" | "attempt" | "score" | "timeToFirstChunkMs";

/** Facts that hold or are absent. */
export type FlagFact =
  /** The family's own word says that the step failed. */
  | "failed"
  /** In this family an exception event means that the step failed, whatever its status says. */
  | "failsByException"
  /** The step is a part of the one above and ends it: what fails here failed there. */
  | "isPartOfParent"
  /** What was streamed in answer to a request that has a span of its own. */
  | "isAnswer"
  /** The start of the span is told, and nothing more until its end: silence means nothing. */
  | "isToldOnce"
  /** In this span a step, or the run, waits for a person or another system: time in which nothing works. */
  | "isWait"
  /** Of a wait: its start is told, and when it is over is known from what the run does then. */
  | "isPause"
  /** A prompt of a session: what follows it is its turn, which nothing ends by name. */
  | "opensTurn"
  /** A model has been asked; the call is told when it has ended. */
  | "asksModel"
  /** A call that is told by its end alone. */
  | "endsAsking"
  /** A tool may run; the action is told when it has ended. */
  | "allowsTool"
  | "imported";

/** What the conventions read on a span, before anything is concluded from it. Absent when the span says nothing. */
export type ReadFacts = { [fact in TextFact]?: string } & { [fact in NumberFact]?: number } & {
  [fact in FlagFact]?: true;
};

/** Name of any fact. */
export type Fact = TextFact | NumberFact | FlagFact;

/** Where content stands: tool calls, messages with roles, and what was written down as it came, such as a request body. */
export type ContentFact = "arguments" | "result" | "inputMessages" | "outputMessages" | "input" | "output";

/**
 * Tokens of one call: `input` includes what came from the cache, went there and was heard, `output` includes reasoning and what was
 * spoken. `unsplit` is a total of which nothing tells what was read and what was written.
 */
export interface SpanTokens {
  input?: number;
  output?: number;
  cachedInput?: number;
  cacheWriteInput?: number;
  reasoning?: number;
  audioInput?: number;
  audioOutput?: number;
  unsplit?: number;
}

/** What something is concluded from, and which is not kept as it was read. */
export const CLUES = [
  "inputTokens",
  "uncachedInputTokens",
  "cachedInputTokens",
  "cacheWriteInputTokens",
  "outputTokens",
  "reasoningTokens",
  "audioInputTokens",
  "audioOutputTokens",
  "totalTokens",
  "cost",
  "inputCost",
  "outputCost",
  "currency",
  "errorMessage",
  "runStatusWord",
  "runPhase",
  "failed",
  "failsByException",
] as const satisfies readonly Fact[];
type Clue = (typeof CLUES)[number];

/** What is known of one span, whichever instrumentation wrote it, without content. */
export interface SpanFacts extends Omit<ReadFacts, Clue> {
  kind: SpanKind;
  /** Which convention said the kind; `none` when no convention knows the span, which is then infrastructure. */
  convention: string;
  /** A step that its framework marks like the whole ("chain"): of kind infrastructure, and yet the run where nothing is above. */
  isChain?: true;
  /** Run that the spans above handed down in `tracestate`. */
  tracedRunId?: string;
  /** By its `tracestate`, a detail of a model call of ours. */
  isInModelCall?: true;
  /** A call before the agent is ready, or from a timer: of no run. */
  isOutsideRun?: true;
  /** Absent when the span says nothing about its outcome. */
  status?: "ok" | "error" | "timeout";
  /** What went wrong, in the span's own words. */
  error?: string;
  runStatus?: "completed" | "timeout" | "error";
  tokens?: SpanTokens;
  /** In US dollars. */
  cost?: number;
  /** Tells equal arguments of a tool from others; absent without captured content. */
  argumentsHash?: string;
  /** First line of what was asked; absent without captured content. */
  message?: string;
  /** The run does not end with the span, but waits. */
  isPaused?: true;
  /** The step was left because somebody has to answer first. */
  isInterrupted?: true;
  /** Pause after which the span goes on. */
  resumedFrom?: string;
}
