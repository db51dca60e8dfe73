import type { SpanKind } from "@runline/contract";
import type { FoldLogRecord } from "./fold-log-record.ts";

/** Outcome that a span states, by whichever sign its family gives: an exception event in LangSmith, `level=ERROR` in Langfuse. */
type FoldStatus = "ok" | "error" | "timeout";

/**
 * Kinds of tokens: `input` includes what came from the cache, went there and was heard, `output` includes reasoning and what was spoken.
 * `unsplit` is the total of a call that tells nothing else.
 */
export const TOKEN_KINDS = [
  "input",
  "output",
  "cachedInput",
  "cacheWriteInput",
  "reasoning",
  "audioInput",
  "audioOutput",
  "unsplit",
] as const;

/** Tokens of one call, by kind. */
export type FoldTokens = { [kind in (typeof TOKEN_KINDS)[number]]?: number | undefined };

/**
 * The facts of one span that runs are computed from, whichever instrumentation wrote it: no content, and nothing that the
 * spans around it would have to be known for. Times are ms since the epoch with a fraction.
 */
export interface FoldSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string | undefined;
  kind: SpanKind;
  name: string;
  /** Short name without the operation: the action, the model, the agent. */
  label: string;
  /** What tells the span from others of its label; see `RunSpan` of the contract. */
  detail?: string | undefined;
  /** Which convention said the kind; `none` for an infrastructure span. */
  convention: string;
  /** Instrumentation scope: two instrumentations that see one call differ in it. */
  scope?: string | undefined;
  /** A step that its framework marks like the whole ("chain"), whether or not it has a parent: the tree says which one is the run. */
  isChain?: boolean | undefined;
  serviceName?: string | undefined;
  serviceNamespace?: string | undefined;

  /** Ids that the span itself names: run, or plan with the run of its message, and the agent. */
  runId?: string | undefined;
  parentRunId?: string | undefined;
  agentId?: string | undefined;
  /** Run that the spans above handed down in `tracestate`. */
  tracedRunId?: string | undefined;
  /** A call before the agent is ready or from a timer: of no run. */
  isOutsideRun?: boolean | undefined;
  /** By its `tracestate`, a detail of a model call of ours. */
  isInModelCall?: boolean | undefined;
  /** The parent is in another process and waits for the span (`call`) or does not (`queue`). */
  remote?: "call" | "queue" | undefined;
  /** A request or a message that came in from another process: called after a route or a queue, not after an agent. */
  isRequest?: boolean | undefined;

  startedAt: number;
  /** Absent on the snapshot of a span that has not ended. */
  endedAt?: number | undefined;
  /** Absent when the span says nothing about its outcome. */
  status?: FoldStatus | undefined;
  /** What went wrong in the span's words, and the type of the error. */
  error?: string | undefined;
  errorType?: string | undefined;
  /** The run's own word about its end, and the finer reason. */
  runStatus?: "completed" | "timeout" | "error" | undefined;
  outcome?: string | undefined;

  agentName?: string | undefined;
  toolName?: string | undefined;
  toolCallId?: string | undefined;
  /** A piece of the step around the span, which says nothing of its outcome itself: what this one says is said of that. */
  isPartOfParent?: boolean | undefined;
  /** The answer to a call whose request has a span of its own, which ended when the stream began. */
  isAnswer?: boolean | undefined;
  /** The step around, or the run, waits for a person or another system: time in which nothing works. */
  isWait?: boolean | undefined;
  /** Of a wait without an end of its own: the agent around paused when it began; see `end-waits.ts`. */
  isPause?: boolean | undefined;
  /** What names the pause, and what is waited for. */
  pauseId?: string | undefined;
  waitsFor?: string | undefined;
  /** Pause after which the span goes on. */
  resumedFrom?: string | undefined;
  /** The step was left because somebody has to answer first. What goes on then is in another trace, which nothing joins with this one. */
  isInterrupted?: boolean | undefined;
  /** Of an agent that writes log records in place of spans: the moment of a prompt; see `join-turns.ts`. */
  opensTurn?: boolean | undefined;
  /** A model was asked at the start of the span; the call is another span, known once it has ended. */
  asksModel?: boolean | undefined;
  /** A call of which only the end is told. */
  endsAsking?: boolean | undefined;
  /** A tool was allowed to run; the action is another span with the same `toolCallId`, known once it has ended. */
  allowsTool?: boolean | undefined;
  /** Tells equal arguments from others; absent without captured content. */
  argumentsHash?: string | undefined;
  model?: string | undefined;
  responseModel?: string | undefined;
  provider?: string | undefined;
  responseId?: string | undefined;
  attempt?: number | undefined;
  tokens?: FoldTokens | undefined;
  /** US dollars, as the span tells it. */
  cost?: number | undefined;
  /** US dollars by a price list, where the span tells none. */
  estimatedCost?: number | undefined;

  /** Conversation and user as they were sent; room and sender as UUIDs only where the span names them so. */
  conversationId?: string | undefined;
  userId?: string | undefined;
  roomId?: string | undefined;
  entityId?: string | undefined;
  roomName?: string | undefined;
  entityName?: string | undefined;
  messageId?: string | undefined;
  source?: string | undefined;
  /** First line of what was asked, at most 200 characters; absent without captured content. */
  message?: string | undefined;

  /** Rebuilt from an elizaOS database. */
  imported?: boolean | undefined;
  /** The sender reports spans that go on: its silence means something. */
  heartbeat?: boolean | undefined;
  /** Log records of the span, in their order; never stored with the span, but joined when both are read. */
  logRecords?: readonly FoldLogRecord[] | undefined;
}
