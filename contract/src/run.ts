import * as z from "zod/mini";
import { RunEvent } from "./run-event.ts";

/** The only statuses a run can have: `started` while it goes on, one of the others once it has ended. */
export const RUN_STATUSES = ["started", "completed", "timeout", "error"] as const;
/** @see RUN_STATUSES */
export type RunStatus = (typeof RUN_STATUSES)[number];

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
  agentName: z.optional(z.string()),
  entityName: z.optional(z.string()),
  source: z.optional(z.string()),
  /** Conversation id as the agent sent it, when it was no UUID and `roomId` is derived from it. */
  conversationId: z.optional(z.string()),
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
   * `true` when the run has not ended and was silent for `LOST_AFTER_MS`: its process is gone. Never for senders without
   * heartbeats, whose run is taken for ended five minutes after its last step.
   */
  lost: z.optional(z.boolean()),
});
export type RunSummary = z.infer<typeof RunSummary>;

/** Answer of `GET /api/agents/:agentId/runs/:runId`: the summary and its events in the order of their time. */
export const RunDetail = z.object({ summary: RunSummary, events: z.array(RunEvent) });
export type RunDetail = z.infer<typeof RunDetail>;
