import { LOST_AFTER_MS, SILENT_AFTER_MS, type RunStatus } from "@runline/contract";
import type { RunDetails } from "../records/run-record.ts";

/** A row of `runs` as the queries give it; times are ms since the epoch. */
export interface RunRow {
  runId: string;
  agentId: string;
  foldKey: string;
  /** Trace of the run, as a UUID. */
  traceKey: string;
  roomId: string | null;
  rootSpanId: string | null;
  status: RunStatus;
  startedAt: number;
  endedAt: number | null;
  /** Whether the run goes on and nothing was heard of it for too long. */
  lost: boolean;
  lastHeardAt: number;
  /** The first of them. */
  actions: string[];
  summary: RunDetails;
}

/** When something of a run came last, unless its spans are older. */
const LAST_SPAN_AT = `least(last_seen_at, to_timestamp((summary ->> 'lastAt')::float8 / 1000))`;

/**
 * Whether nothing is heard of a run that goes on. A sender with heartbeats is heard by what arrives. Of others the times of the
 * spans count as well: what arrives late, or is sent again after days, goes on no more. A run that waits has nothing to tell.
 */
const IS_SILENT = `(status = 'started' and not summary ? 'waiting' and case when heartbeats
  then last_seen_at < now() - interval '${LOST_AFTER_MS} ms'
  else ${LAST_SPAN_AT} < now() - interval '${SILENT_AFTER_MS} ms'
end)`;

/** A silent run whose last step failed has ended so; any other one is lost. */
const HAS_FAILED_SILENTLY = `(${IS_SILENT} and summary ? 'ifSilent')`;

/** Whether a run goes on and nothing was heard of it for too long. */
export const IS_LOST = `(${IS_SILENT} and not summary ? 'ifSilent')`;

/** Status as it is to be read. */
export const STATUS = `case when ${HAS_FAILED_SILENTLY} then summary #>> '{ifSilent,status}' else status end`;

/**
 * Whether a run has the status of a parameter, as it is to be read, and whether it failed. Both compare the column, of whose values
 * Postgres knows how many there are, before anything that it cannot know.
 */
export const hasStatus = (status: string) =>
  `((status = ${status} and not ${HAS_FAILED_SILENTLY}) or (${HAS_FAILED_SILENTLY} and summary #>> '{ifSilent,status}' = ${status}))`;
export const HAS_FAILED = `(status in ('timeout', 'error') or ${HAS_FAILED_SILENTLY})`;

/** A moment or an interval as ms, times since the epoch. */
export const toMs = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`;

/** How long a run that did not end took, in ms, when it has failed silently; null while it goes on. */
export const SILENT_DURATION = `case when ${HAS_FAILED_SILENTLY}
  then (summary #>> '{ifSilent,endedAt}')::float8 - ${toMs("started_at")}
end`;

/** Actions that a summary names: lists have them on each line, and there may be 100. */
const MAX_SHOWN_ACTIONS = 8;

/** The columns of a `RunRow`. */
export const RUN_COLUMNS = `
  run_id as "runId", agent_id as "agentId", fold_key as "foldKey", trace_id as "traceKey", room_id as "roomId",
  root_span_id as "rootSpanId", ${STATUS} as status, ${toMs("started_at")} as "startedAt",
  case when ${HAS_FAILED_SILENTLY} then (summary #>> '{ifSilent,endedAt}')::float8 else ${toMs("ended_at")} end as "endedAt",
  ${IS_LOST} as lost, ${toMs(`case when heartbeats then last_seen_at else ${LAST_SPAN_AT} end`)} as "lastHeardAt",
  actions[1:${MAX_SHOWN_ACTIONS}] as actions, summary`;

/** Whether a run is in a room. The room of a run that names none is its agent, as `toRunSummary` shows it. */
export const isInRoom = (room: string) => `(room_id = ${room} or (room_id is null and agent_id = ${room}))`;

/** Whether a run is of a user; the user of a run that names none is its agent as well. */
export const isOfUser = (user: string) => `(entity_id = ${user} or (entity_id is null and agent_id = ${user}))`;
