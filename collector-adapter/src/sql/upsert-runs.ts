import type { Session } from "../database/database.ts";
import type { ChangedRun } from "../records/commit.ts";
import type { RunEffect } from "../records/span-record.ts";
import { toTimestamp } from "../database/timestamps.ts";

// Whose report of the end counts: the higher rank, then the later end. Ends may arrive in any order. `isLater` in
// `ingest/merge-run-effects.ts` is the same rule within a batch; `ingest-any-order.test.ts` holds the two together.
const ENDS_LATER =
  "excluded.end_rank > r.end_rank or (excluded.end_rank = r.end_rank and excluded.ended_at >= r.ended_at)";

const TEXT = `
  insert into runs as r (
    agent_id, run_id, parent_run_id, trace_id, room_id, entity_id, message_id, status, end_rank, started_at, ended_at,
    last_at, heartbeat_at, events, actions, model_calls, errors, evaluators, metadata
  )
  select
    agent_id, run_id, parent_run_id, trace_id, room_id, entity_id, message_id, status, end_rank, started_at, ended_at,
    last_at, case when heartbeat then now() end, events, actions, model_calls, errors, evaluators, metadata
  from unnest(
    $1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::text[], $9::smallint[],
    $10::timestamptz[], $11::timestamptz[], $12::timestamptz[], $13::boolean[], $14::int[], $15::int[], $16::int[],
    $17::int[], $18::int[], $19::jsonb[]
  ) as batch (
    agent_id, run_id, parent_run_id, trace_id, room_id, entity_id, message_id, status, end_rank, started_at, ended_at,
    last_at, heartbeat, events, actions, model_calls, errors, evaluators, metadata
  )
  order by agent_id, run_id
  on conflict (agent_id, run_id) do update set
    parent_run_id = coalesce(r.parent_run_id, excluded.parent_run_id),
    trace_id = coalesce(r.trace_id, excluded.trace_id),
    room_id = coalesce(r.room_id, excluded.room_id),
    entity_id = coalesce(r.entity_id, excluded.entity_id),
    message_id = coalesce(r.message_id, excluded.message_id),
    prev_status = case when r.events > 0 then r.status end,
    status = case when ${ENDS_LATER} then excluded.status else r.status end,
    ended_at = case when ${ENDS_LATER} then excluded.ended_at else r.ended_at end,
    end_rank = greatest(r.end_rank, excluded.end_rank),
    started_at = least(r.started_at, excluded.started_at),
    last_at = greatest(r.last_at, excluded.last_at),
    heartbeat_at = coalesce(excluded.heartbeat_at, r.heartbeat_at),
    events = r.events + excluded.events,
    actions = r.actions + excluded.actions,
    model_calls = r.model_calls + excluded.model_calls,
    errors = r.errors + excluded.errors,
    evaluators = r.evaluators + excluded.evaluators,
    metadata = case when ${ENDS_LATER} then r.metadata || excluded.metadata else excluded.metadata || r.metadata end
  returning agent_id as "agentId", run_id as "runId", parent_run_id as "parentRunId", trace_id as "traceId", status,
    prev_status as "prevStatus", events, metadata ->> 'agentName' as "agentName"`;

/** Adds the effects to their runs, one per run (see `mergeRunEffects`), and says how each run looks now. */
export async function upsertRuns(session: Session, effects: readonly RunEffect[]): Promise<ChangedRun[]> {
  if (effects.length === 0) return [];
  return session.query({
    name: "upsert_runs",
    text: TEXT,
    values: [
      effects.map((effect) => effect.agentId),
      effects.map((effect) => effect.runId),
      effects.map((effect) => effect.parentRunId ?? null),
      effects.map((effect) => effect.traceId ?? null),
      effects.map((effect) => effect.roomId ?? null),
      effects.map((effect) => effect.entityId ?? null),
      effects.map((effect) => effect.messageId ?? null),
      effects.map((effect) => effect.end?.status ?? "started"),
      effects.map((effect) => effect.end?.rank ?? 0),
      effects.map((effect) => toTimestamp(effect.startedAt)),
      effects.map((effect) => (effect.end ? toTimestamp(effect.end.endedAt) : null)),
      effects.map((effect) => toTimestamp(effect.lastAt)),
      effects.map((effect) => effect.heartbeat ?? false),
      effects.map((effect) => effect.events),
      effects.map((effect) => effect.actions),
      effects.map((effect) => effect.modelCalls),
      effects.map((effect) => effect.errors),
      effects.map((effect) => effect.evaluators),
      effects.map((effect) => JSON.stringify(effect.metadata ?? {})),
    ],
  });
}
