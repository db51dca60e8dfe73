import * as v from "valibot";
import { RunEvent } from "./run-event.ts";
import type { StepKind } from "./span.ts";

/** The only statuses a run can have: `started` while it goes on, one of the others once it has ended. */
export const RUN_STATUSES = ["started", "completed", "timeout", "error"] as const;
/** @see RUN_STATUSES */
export type RunStatus = (typeof RUN_STATUSES)[number];

/** Stands for what went wrong where a span says only that something did. */
export const NO_MESSAGE = "failed without a message";

/**
 * What a run did. `modelCalls` leaves embeddings out; `errors` counts failed steps, each once, and is at least 1 when
 * the status is `error` or `timeout`. The steps of a plan count for the run of the message.
 */
export const RunCounts = v.object({
  actions: v.number(),
  modelCalls: v.number(),
  errors: v.number(),
  evaluators: v.number(),
});
export type RunCounts = v.InferOutput<typeof RunCounts>;

/** What is known of a run beside its ids. Further keys may be present. */
export const RunMetadata = v.looseObject({
  /** Name of the agent; where no span tells one, what the program calls the whole, unless that is a request or a call. */
  agentName: v.optional(v.string()),
  entityName: v.optional(v.string()),
  /** Name of the room, where the agent tells it. */
  roomName: v.optional(v.string()),
  source: v.optional(v.string()),
  /** Conversation id as the agent sent it, when it was not a UUID and `roomId` is derived from it. */
  conversationId: v.optional(v.string()),
  /** Id of the user as the agent sent it, when it was not a UUID and `entityId` is derived from it. */
  userId: v.optional(v.string()),
  /** Finer reason for the end; see `runline.run.outcome`. */
  outcome: v.optional(v.string()),
  /** What failed the run, in the agent's words. */
  error: v.optional(v.string()),
  traceId: v.optional(v.string()),
  /** `true` when the run was rebuilt from an elizaOS database. */
  imported: v.optional(v.boolean()),
});
export type RunMetadata = v.InferOutput<typeof RunMetadata>;

/**
 * Why a run failed: the deepest failed step on the way from the run down to what went wrong. `text` is one line; `path` has the
 * labels of the steps on that way. `fingerprint` is equal for messages that differ in numbers and ids only, so that runs that
 * failed the same way can be found. `attempts` counts the tries of the failed step, `durationMs` goes from the start of the first to
 * the end of the last one, and `message` says what went wrong, without the path. The latter two are absent from runs that were stored
 * by an earlier version.
 *
 * @example { spanId: "b7ad6b7169203331", text: "BOOK_TABLE › POST tables.example.com: ECONNREFUSED, 3 tries, 3.4 s", … }
 */
export const RunCause = v.object({
  spanId: v.string(),
  text: v.string(),
  path: v.array(v.string()),
  fingerprint: v.string(),
  attempts: v.number(),
  message: v.optional(v.string()),
  durationMs: v.optional(v.number()),
});
export type RunCause = v.InferOutput<typeof RunCause>;

/**
 * Tokens of all calls, each call once, however many spans tell of it. `input` includes what was read from a cache
 * (`cachedInput`), written to one (`cacheWriteInput`) and heard (`audioInput`), `output` includes `reasoning` and what was spoken
 * (`audioOutput`). `unsplit` are those of calls that tell nothing but their total. What no call tells of is absent.
 *
 * @example { input: 13675, cachedInput: 9216, output: 400, reasoning: 250 }
 */
export const RunTokens = v.object({
  input: v.optional(v.number()),
  output: v.optional(v.number()),
  cachedInput: v.optional(v.number()),
  cacheWriteInput: v.optional(v.number()),
  reasoning: v.optional(v.number()),
  audioInput: v.optional(v.number()),
  audioOutput: v.optional(v.number()),
  unsplit: v.optional(v.number()),
});
export type RunTokens = v.InferOutput<typeof RunTokens>;

/**
 * Price in US dollars: `estimated` when some of it was computed from tokens and a price list, because its call does not tell it;
 * `atLeast` when the price of some call that used tokens is not known at all.
 *
 * @example { usd: 0.0042, atLeast: true, estimated: true }
 */
export const RunCost = v.object({ usd: v.number(), atLeast: v.boolean(), estimated: v.optional(v.boolean()) });
export type RunCost = v.InferOutput<typeof RunCost>;

/**
 * What the time of a run was spent on, in ms: in model calls, in actions outside of model calls, waiting for a person or another system
 * (`waitMs`, absent when it did not wait), and in none of these. Calls at the same time count once. The time of the work is
 * `durationMs` without `waitMs`.
 *
 * @example { modelMs: 2100, toolMs: 640, idleMs: 260, waitMs: 720000 }
 */
export const RunTime = v.object({
  modelMs: v.number(),
  toolMs: v.number(),
  idleMs: v.number(),
  waitMs: v.optional(v.number()),
});
export type RunTime = v.InferOutput<typeof RunTime>;

/**
 * What is worth a second look in a run, be it a good one: a step that ended the run to ask somebody, an action that was called with the same arguments again and again, a step
 * that was tried several times, a call to the outside that the run waited for, prompts that grow from call to call, a context provider
 * that takes long. `label` is the step, `spanId` the one to look at, `times` how often the step was called, in `durationMs` from first
 * to last. `tokens` is what the first and the last prompt had.
 *
 * @example { kind: "retried_step", label: "POST tables.example.com", spanId: "b7ad6b7169203331", times: 3, durationMs: 2940 }
 */
export const RunObservation = v.object({
  kind: v.picklist([
    "interrupted_step",
    "repeated_action",
    "retried_step",
    "outside_call",
    "growing_prompt",
    "slow_provider",
  ]),
  label: v.string(),
  spanId: v.string(),
  times: v.optional(v.number()),
  durationMs: v.optional(v.number()),
  tokens: v.optional(v.object({ first: v.number(), last: v.number() })),
});
export type RunObservation = v.InferOutput<typeof RunObservation>;

/**
 * What a small drawing of a run has: its steps, and the times in which it waits. Stored drawings name them by their place: what is new goes
 * to the end.
 */
export const SKETCHED_KINDS = ["action", "model_call", "embedding", "evaluator", "wait"] as const satisfies (
  | StepKind
  | "wait"
)[];
/** @see SKETCHED_KINDS */
export type SketchedKind = (typeof SKETCHED_KINDS)[number];

/**
 * One step or wait of a run as a small drawing has it: its kind by its place in `SKETCHED_KINDS`, how long after the start of the run it
 * began and how long it took, in whole ms, -1 while it goes on, and 1 when it failed, else 0.
 *
 * @example [1, 66, 414, 0] // a model call, 66 ms after the start, 414 ms long
 */
export const SketchedStep = v.tuple([v.number(), v.number(), v.number(), v.number()]);
export type SketchedStep = v.InferOutput<typeof SketchedStep>;

/**
 * That a run has paused and is to be resumed: since when, ms since the epoch, and what it waits for, to be read after "waiting for".
 *
 * @example { since: 1795393454513, for: "approval by the shift lead" }
 */
export const RunWait = v.object({ since: v.number(), for: v.string() });
export type RunWait = v.InferOutput<typeof RunWait>;

/**
 * One line of the list of runs. Times are ms since the epoch, ids are UUID strings. `endedAt` and `durationMs` are
 * absent while the run goes on: a reader shows now − `startedAt`. `durationMs` goes from start to end; runs are sorted and filtered by it
 * without `time.waitMs`, and percentiles are of that.
 */
export const RunSummary = v.object({
  runId: v.string(),
  agentId: v.string(),
  status: v.picklist(RUN_STATUSES),
  startedAt: v.number(),
  endedAt: v.optional(v.number()),
  durationMs: v.optional(v.number()),
  messageId: v.string(),
  roomId: v.string(),
  entityId: v.string(),
  counts: RunCounts,
  metadata: v.optional(RunMetadata),
  /**
   * `true` when the run has not ended and nothing is heard of it any more: for `LOST_AFTER_MS`, or for `SILENT_AFTER_MS`
   * when its sender sends no heartbeats.
   */
  lost: v.optional(v.boolean()),
  /** Only of a run that goes on and waits: a run that waits is never lost. */
  waiting: v.optional(RunWait),
  /** Only of a lost run: when something was heard of it last. */
  lastHeardAt: v.optional(v.number()),
  /** What to call the run: its agent, else the span that stands for the whole. */
  name: v.optional(v.string()),
  /** Absent when no span names the agent. */
  agentName: v.optional(v.string()),
  /** Process that ran the agent: tells agents of one name apart. */
  serviceName: v.optional(v.string()),
  /** Trace of the run, 32 hex digits. */
  traceId: v.optional(v.string()),
  /** Span that stands for the whole of the run; absent when none has come. */
  rootSpanId: v.optional(v.string()),
  /** First line of what was asked, at most 200 characters; absent where no content is captured. */
  message: v.optional(v.string()),
  /** Only of a run that failed. */
  cause: v.optional(RunCause),
  /** Absent when no call tells what it used. */
  tokens: v.optional(RunTokens),
  /** Absent when of no call it is known. */
  cost: v.optional(RunCost),
  /** Models in the order of their first call, those of embeddings last. */
  models: v.optional(v.array(v.string())),
  /** The first 32 actions, calls, evaluators and waits, for a drawing of what the run did; absent when none is known. */
  sketch: v.optional(v.array(SketchedStep)),
  /** Actions in the order of their first call, the first 8 of them. */
  actions: v.optional(v.array(v.string())),
  time: v.optional(RunTime),
  /** What is worth a second look, at most 5 of each kind; absent when nothing is. */
  observations: v.optional(v.array(RunObservation)),
});
export type RunSummary = v.InferOutput<typeof RunSummary>;

/** Answer of `GET /api/agents/:agentId/runs/:runId/summary`. */
export const RunSummaryAnswer = v.object({ summary: RunSummary });
export type RunSummaryAnswer = v.InferOutput<typeof RunSummaryAnswer>;

/**
 * What an answer leaves out because it would be too large: the events of so many `spans`, and of so many events the prompt, answer
 * or result, which are left out (`contents`) or cut inside (`shortened`).
 */
export const EventsCut = v.object({ spans: v.number(), contents: v.number(), shortened: v.number() });
export type EventsCut = v.InferOutput<typeof EventsCut>;

/** Answer of `GET /api/agents/:agentId/runs/:runId`: the summary and its events in the order of their time. */
export const RunDetail = v.object({ summary: RunSummary, events: v.array(RunEvent), cut: v.optional(EventsCut) });
export type RunDetail = v.InferOutput<typeof RunDetail>;
