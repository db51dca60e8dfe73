import * as z from "zod/mini";
import { RunEvent } from "./run-event.ts";

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
export const RunCounts = z.object({
  actions: z.number(),
  modelCalls: z.number(),
  errors: z.number(),
  evaluators: z.number(),
});
export type RunCounts = z.infer<typeof RunCounts>;

/** What is known of a run beside its ids. Further keys may be present. */
export const RunMetadata = z.looseObject({
  /** Name of the agent; where no span tells one, what the program calls the whole, unless that is a request or a call. */
  agentName: z.optional(z.string()),
  entityName: z.optional(z.string()),
  source: z.optional(z.string()),
  /** Conversation id as the agent sent it, when it was not a UUID and `roomId` is derived from it. */
  conversationId: z.optional(z.string()),
  /** Id of the user as the agent sent it, when it was not a UUID and `entityId` is derived from it. */
  userId: z.optional(z.string()),
  /** Finer reason for the end; see `runline.run.outcome`. */
  outcome: z.optional(z.string()),
  /** What failed the run, in the agent's words. */
  error: z.optional(z.string()),
  traceId: z.optional(z.string()),
  /** `true` when the run was rebuilt from an elizaOS database. */
  imported: z.optional(z.boolean()),
});
export type RunMetadata = z.infer<typeof RunMetadata>;

/**
 * Why a run failed: the deepest failed step on the way from the run down to what went wrong. `text` is one line; `path` has the
 * labels of the steps on that way. `fingerprint` is equal for messages that differ in numbers and ids only, so that runs that
 * failed the same way can be found. `attempts` counts the tries of the failed step.
 *
 * @example { spanId: "b7ad6b7169203331", text: "BOOK_TABLE › POST tables.example.com: ECONNREFUSED, 3 tries, 3.4 s", … }
 */
export const RunCause = z.object({
  spanId: z.string(),
  text: z.string(),
  path: z.array(z.string()),
  fingerprint: z.string(),
  attempts: z.number(),
});
export type RunCause = z.infer<typeof RunCause>;

/**
 * Tokens of all calls, each call once, however many spans tell of it. `input` includes what was read from a cache
 * (`cachedInput`) and written to one (`cacheWriteInput`), `output` includes `reasoning`. What no call tells of is absent.
 *
 * @example { input: 13675, cachedInput: 9216, output: 400, reasoning: 250 }
 */
export const RunTokens = z.object({
  input: z.optional(z.number()),
  output: z.optional(z.number()),
  cachedInput: z.optional(z.number()),
  cacheWriteInput: z.optional(z.number()),
  reasoning: z.optional(z.number()),
});
export type RunTokens = z.infer<typeof RunTokens>;

/** Price in US dollars; `atLeast` when some call that used tokens does not tell its price. @example { usd: 0.0042, atLeast: true } */
export const RunCost = z.object({ usd: z.number(), atLeast: z.boolean() });
export type RunCost = z.infer<typeof RunCost>;

/**
 * What the time of a run was spent on, in ms: in model calls, in actions outside of model calls, and in neither. Calls at the
 * same time count once.
 *
 * @example { modelMs: 2100, toolMs: 640, idleMs: 260 }
 */
export const RunTime = z.object({ modelMs: z.number(), toolMs: z.number(), idleMs: z.number() });
export type RunTime = z.infer<typeof RunTime>;

/**
 * One line of the list of runs. Times are ms since the epoch, ids are UUID strings. `endedAt` and `durationMs` are
 * absent while the run goes on: a reader shows now − `startedAt`.
 */
export const RunSummary = z.object({
  runId: z.string(),
  status: z.enum(RUN_STATUSES),
  startedAt: z.number(),
  endedAt: z.optional(z.number()),
  durationMs: z.optional(z.number()),
  messageId: z.string(),
  roomId: z.string(),
  entityId: z.string(),
  counts: RunCounts,
  metadata: z.optional(RunMetadata),
  /**
   * `true` when the run has not ended and nothing is heard of it any more: for `LOST_AFTER_MS`, or for `SILENT_AFTER_MS`
   * when its sender sends no heartbeats.
   */
  lost: z.optional(z.boolean()),
  /** What to call the run: its agent, else the span that stands for the whole. */
  name: z.optional(z.string()),
  /** Absent when no span names the agent. */
  agentName: z.optional(z.string()),
  /** Process that ran the agent: tells agents of one name apart. */
  serviceName: z.optional(z.string()),
  /** Trace of the run, 32 hex digits. */
  traceId: z.optional(z.string()),
  /** Span that stands for the whole of the run; absent when none has come. */
  rootSpanId: z.optional(z.string()),
  /** First line of what was asked, at most 200 characters; absent where no content is captured. */
  message: z.optional(z.string()),
  /** Only of a run that failed. */
  cause: z.optional(RunCause),
  /** Absent when no call tells what it used. */
  tokens: z.optional(RunTokens),
  /** Absent when no call tells what it cost. */
  cost: z.optional(RunCost),
  /** Models in the order of their first call. */
  models: z.optional(z.array(z.string())),
  time: z.optional(RunTime),
});
export type RunSummary = z.infer<typeof RunSummary>;

/** Answer of `GET /api/agents/:agentId/runs/:runId/summary`. */
export const RunSummaryAnswer = z.object({ summary: RunSummary });
export type RunSummaryAnswer = z.infer<typeof RunSummaryAnswer>;

/**
 * What an answer leaves out because it would be too large: the events of so many `spans`, and of so many events the prompt, answer
 * or result, which are left out (`contents`) or cut inside (`shortened`).
 */
export const EventsCut = z.object({ spans: z.number(), contents: z.number(), shortened: z.number() });
export type EventsCut = z.infer<typeof EventsCut>;

/** Answer of `GET /api/agents/:agentId/runs/:runId`: the summary and its events in the order of their time. */
export const RunDetail = z.object({ summary: RunSummary, events: z.array(RunEvent), cut: z.optional(EventsCut) });
export type RunDetail = z.infer<typeof RunDetail>;
