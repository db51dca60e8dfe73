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

/** A moment or an interval as ms, times since the epoch. */
export const toMs = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`;

/** The columns of a `RunRow`. */
export const RUN_COLUMNS = `
  run_id as "runId", agent_id as "agentId", trace_id as "traceId", room_id as "roomId", entity_id as "entityId",
  message_id as "messageId", status, ${toMs("started_at")} as "startedAt", ${toMs("ended_at")} as "endedAt",
  ${toMs("last_at")} as "lastAt", ${toMs("now() - heartbeat_at")} as "silentMs", actions, model_calls as "modelCalls",
  errors, evaluators, metadata`;

/** Leaves out plans, and traces in which nothing of an agent was seen. */
export const IS_RUN = "parent_run_id is null and events > 0";
