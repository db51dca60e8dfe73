import type {
  RunCost,
  RunObservation,
  RunStatus,
  RunTime,
  RunWait,
  SketchedStep,
  SpanKind,
  StepKind,
} from "@runline/contract";
import type { FoldSpan, FoldTokens } from "./fold-span.ts";

/**
 * What a run did, details of calls left out. `errors` counts failed steps and failed agents inside, each once; a run that failed
 * has one at least.
 */
export interface FoldedCounts {
  actions: number;
  modelCalls: number;
  embeddings: number;
  evaluators: number;
  errors: number;
  /** Spans that count for the run, infrastructure included. */
  spans: number;
}

/** Why a run failed: the deepest failed step on the failing path. */
export interface FoldedCause {
  spanId: string;
  /** One line: path, message, tries, duration. @example "BOOK_TABLE › POST tables.example.com: ECONNREFUSED, 3 tries, 3.4 s" */
  text: string;
  /** Labels of the steps from the run down to the failed one. */
  path: string[];
  /** Equal for messages that differ in numbers and ids only. */
  fingerprint: string;
  attempts: number;
  /** What went wrong, in one line. */
  message: string;
  /** From the start of the first try to the end of the last one. */
  durationMs: number;
}

/** How a run that has not ended has ended, should nothing more be heard of it. */
export interface FoldedSilence {
  status: "timeout" | "error";
  endedAt: number;
  error?: string | undefined;
}

/** An action, call or evaluator that a run counts, with what its details tell. */
export interface FoldedStep {
  kind: StepKind;
  /** The model that was asked for, the action, the evaluator. */
  name: string;
  spanId: string;
  startedAt: number;
  /** Absent while it goes on. */
  durationMs?: number | undefined;
  failure?: "error" | "timeout" | undefined;
  tokens?: FoldTokens | undefined;
  /** US dollars. */
  cost?: number | undefined;
  /** Whether `cost` is by a price list. */
  estimated: boolean;
  /** A model call that used tokens and of which no price is known. */
  unpriced: boolean;
}

/** One run, as all known spans tell it. Times are ms since the epoch. */
export interface FoldedRun {
  runId: string;
  agentId: string;
  /** What to call the run: its agent, else the topmost agent span, else its root. */
  name: string;
  /** Absent when no span names the agent. */
  agentName?: string | undefined;
  /** Where no span names the agent: what the program calls the whole, if that has a span of its own and not only a request or a call. */
  programName?: string | undefined;
  serviceName: string;
  traceId: string;
  /** Absent when the run has no span that stands for the whole. */
  rootSpanId?: string | undefined;
  /** Run that asked for this one, in the same spans. */
  insideRunId?: string | undefined;

  status: RunStatus;
  startedAt: number;
  endedAt?: number | undefined;
  /** Last moment that is known of the run: the end, or the start, of one of its spans. */
  lastAt: number;
  error?: string | undefined;
  outcome?: string | undefined;
  /** Only while `started`, when the last step failed: a run whose root never comes ended so, once it is silent. */
  ifSilent?: FoldedSilence | undefined;
  cause?: FoldedCause | undefined;

  counts: FoldedCounts;
  tokens: FoldTokens;
  cost?: RunCost | undefined;
  /** Whether of some model call that used tokens no price is known. */
  unpriced: boolean;
  /** What `counts` counts, in the order of the start: at most 2,000. */
  steps: FoldedStep[];
  /** The first 32 of the steps, for a drawing; absent in what an earlier version has stored. */
  sketch?: SketchedStep[] | undefined;
  /** Models in the order of their first call. */
  models: string[];
  /** Names of the actions, in the order of their first start: at most 100. */
  actions: string[];
  /** Ids of the responses of its calls: the first 500. */
  responses: string[];
  /** Whether it is nothing but such calls: another run may turn out to have made them, through the gateway that tells of them. */
  isBare: boolean;
  /** Time in model calls, in actions outside of model calls, waiting, and in neither. */
  time: RunTime;
  /** Only while the run waits. */
  waiting?: RunWait | undefined;
  /** What is worth a second look, at most 5 of each kind; absent when nothing is. */
  observations?: RunObservation[] | undefined;

  roomId?: string | undefined;
  conversationId?: string | undefined;
  entityId?: string | undefined;
  userId?: string | undefined;
  roomName?: string | undefined;
  entityName?: string | undefined;
  messageId?: string | undefined;
  source?: string | undefined;
  message?: string | undefined;
  /** Names of the agents and of the services, in the order of their first span: at most 20 each. */
  agents: string[];
  services: string[];
  imported: boolean;
  heartbeat: boolean;
}

/** What the tree says about one span. */
export interface SpanMark {
  /** Run and agent that the span counts for. */
  runId?: string | undefined;
  agentId?: string | undefined;
  /** Where the tree knows better than the span: a chain that is the run, a loop that looked like a call. */
  kind?: SpanKind | undefined;
  /** Whether the span is an action, model call, embedding or evaluator that its run counts. */
  counted: boolean;
  /** Call that the span is a detail of, always the outermost. */
  detailOf?: string | undefined;
  /** Call of another trace that the span tells of again, as what is below it may: the parent of the span. */
  mirrorOf?: { traceId: string; spanId: string } | undefined;
  /** Last try of a step that was tried several times, on each of them. */
  lastTry?: string | undefined;
  /** On a call with details: its facts, with what only they say. */
  facts?: FilledFacts | undefined;
  /** Whether the span is the run itself, gone on with after a pause. */
  isPart?: boolean | undefined;
  /** Of a pause that is over: until when its run waited. */
  waitedUntil?: number | undefined;
  /** Whether the span stands above a run: a caller that the run joined. */
  isCaller?: boolean | undefined;
  /** How far the clock of the span is off from that of its run, at least. */
  clockOffsetMs?: number | undefined;
}

/** Facts of a call that its details may tell. */
export type FilledFacts = Pick<
  FoldSpan,
  | "model"
  | "responseModel"
  | "provider"
  | "responseId"
  | "tokens"
  | "cost"
  | "estimatedCost"
  | "status"
  | "error"
  | "errorType"
>;

/** The trace as a whole, for a list of those without an agent. */
export interface FoldedTrace {
  name: string;
  serviceName: string;
  status: "open" | "ok" | "error";
  startedAt: number;
  endedAt?: number | undefined;
}

/** Runs ordered by their start; `marks[i]` is of the i-th span that was given. */
export interface FoldResult {
  runs: FoldedRun[];
  marks: SpanMark[];
  trace?: FoldedTrace | undefined;
  /** Parents that were named and never came, each once, as `trace/span`. */
  missingParents: string[];
}
