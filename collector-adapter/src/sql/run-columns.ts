import type { RunMetadata, RunStatus } from "@runline/contract";

/** A row of `runs` as the queries give it; times are ms since the epoch. */
export interface RunRow {
  runId: string;
  agentId: string;
  traceId: string | null;
  roomId: string | null;
  entityId: string | null;
  messageId: string | null;
  status: RunStatus;
  startedAt: number;
  endedAt: number | null;
  lastAt: number;
  /** Ms since the last heartbeat by the database's clock; null when the sender sends none. */
  silentMs: number | null;
  actions: number;
  modelCalls: number;
  errors: number;
  evaluators: number;
  metadata: RunMetadata;
}

/**
 * A sender without heartbeats may never deliver the span that ends a run: its instrumentation has none, or samples it
 * away. Longer than a model call takes, so that a run rarely seems over while it goes on.
 */
const SETTLED_AFTER = "interval '5 minutes'";

const IS_SETTLED = `(status = 'started' and heartbeat_at is null and last_at < now() - ${SETTLED_AFTER})`;

/** Status as it is to be read: a settled run ended with its last step, failed when a step did, since nobody denied it. */
export const STATUS = `case when ${IS_SETTLED} then case when errors > 0 then 'error' else 'completed' end else status end`;

/** A moment or an interval as ms, times since the epoch. */
export const toMs = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`;

/** The columns of a `RunRow`. */
export const RUN_COLUMNS = `
  run_id as "runId", agent_id as "agentId", trace_id as "traceId", room_id as "roomId", entity_id as "entityId",
  message_id as "messageId", ${STATUS} as status, ${toMs("started_at")} as "startedAt",
  ${toMs(`case when ${IS_SETTLED} then last_at else ended_at end`)} as "endedAt", ${toMs("last_at")} as "lastAt",
  ${toMs("now() - heartbeat_at")} as "silentMs", actions, model_calls as "modelCalls", errors, evaluators, metadata`;

/** Leaves out plans, and traces in which nothing of an agent was seen. */
export const IS_RUN = "parent_run_id is null and events > 0";

/**
 * Whether a run of agent `$1` is in the room of a parameter, or none is asked for. The room of a run that names none is
 * its agent, as `toRunSummary` shows it. Without a function around `room_id`, so that the index by room serves.
 */
export const isInRoom = (room: string) =>
  `(${room}::uuid is null or room_id = ${room} or (room_id is null and ${room} = $1))`;

/** Whether a run has the status of a parameter, or none is asked for. */
export const hasStatus = (status: string) => `(${status}::text is null or ${STATUS} = ${status})`;
