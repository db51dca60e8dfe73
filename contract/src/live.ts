import * as v from "valibot";
import { RUN_STATUSES } from "./run.ts";

/**
 * Names of the events on `GET /api/agents/:agentId/live` and, of all agents, `GET /api/live` (server-sent events).
 * `run-started` is sent once a run, `run-ended` when it ends, `run-updated` for anything new in between or after the end.
 * Where several spans report the end of a run, as sub-agents do, a report that changes its status is another `run-ended`.
 * `resync` says that events were missed (a client back after too long): fetch what is shown again.
 */
export const LIVE_EVENT_NAMES = ["run-started", "run-updated", "run-ended", "resync"] as const;
/** @see LIVE_EVENT_NAMES */
export type LiveEventName = (typeof LIVE_EVENT_NAMES)[number];

/** The server sends a comment at least this often, in ms, so that a reader can tell a quiet stream from a dead one. */
export const LIVE_KEEP_ALIVE_MS = 15_000;

/**
 * Data of a live event, but for `resync`, which has none. It is a hint to fetch, never the truth itself.
 *
 * @example { runId: "0a4f3c1e-…", agentId: "5f1d…", status: "started", at: 1795393454513 }
 */
export const LiveMessage = v.object({
  runId: v.string(),
  agentId: v.string(),
  status: v.picklist(RUN_STATUSES),
  /** When the adapter committed the change, ms since the epoch. */
  at: v.number(),
});
export type LiveMessage = v.InferOutput<typeof LiveMessage>;
