import type { Session } from "../database/database.ts";
import type { FoldedRun } from "../fold/fold-result.ts";
import type { RunDetails } from "../records/run-record.ts";
import { toBooleanArray, toJsonbArray, toTextArray, toTimestampArray, toUuidArray } from "./binary-array.ts";

/** A run as a fold has found it. */
export interface FoundRun {
  foldKey: string;
  run: Omit<FoldedRun, keyof RunDetails>;
  details: RunDetails;
  /** When a span of it last came; absent when none came with this batch. */
  seenAt: number | undefined;
}

const COLUMNS = `
  agent_id, run_id, fold_key, trace_id, room_id, root_span_id, status, started_at, ended_at, last_seen_at, heartbeats, summary`;

// One statement, since a round trip is a tenth of the time that a small batch takes.
const TEXT = `
  with found as (
    select * from unnest(
      $1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::timestamptz[],
      $9::timestamptz[], $10::timestamptz[], $11::boolean[], $12::jsonb[]
    ) as batch (${COLUMNS})
  ), seen as (
    insert into agents as a (agent_id, last_seen_at)
    select agent_id, max(last_seen_at) from found where last_seen_at > '-infinity' group by agent_id order by agent_id
    on conflict (agent_id) do update set last_seen_at = excluded.last_seen_at
    where a.last_seen_at < excluded.last_seen_at
  )
  insert into runs as r (${COLUMNS})
  select ${COLUMNS} from found
  order by agent_id, run_id
  on conflict (agent_id, run_id) do update set
    fold_key = excluded.fold_key, trace_id = excluded.trace_id, room_id = excluded.room_id,
    root_span_id = excluded.root_span_id, status = excluded.status, started_at = excluded.started_at,
    ended_at = excluded.ended_at, last_seen_at = greatest(r.last_seen_at, excluded.last_seen_at),
    heartbeats = excluded.heartbeats, summary = excluded.summary`;

/**
 * Writes runs, each once, as they are now: what is there of a run is replaced as a whole. Also remembers when their agents were last
 * heard of.
 */
export async function upsertRuns(session: Session, found: readonly FoundRun[]): Promise<void> {
  if (found.length === 0) return;
  await session.query({
    name: "upsert_runs",
    text: TEXT,
    values: [
      toUuidArray(found.map(({ run }) => run.agentId)),
      toUuidArray(found.map(({ run }) => run.runId)),
      toUuidArray(found.map(({ foldKey }) => foldKey)),
      toUuidArray(found.map(({ run }) => run.traceId)),
      toUuidArray(found.map(({ run }) => run.roomId)),
      toTextArray(found.map(({ run }) => run.rootSpanId)),
      toTextArray(found.map(({ run }) => run.status)),
      toTimestampArray(found.map(({ run }) => run.startedAt)),
      toTimestampArray(found.map(({ run }) => run.endedAt)),
      toTimestampArray(found.map(({ seenAt }) => seenAt ?? -Infinity)),
      toBooleanArray(found.map(({ run }) => run.heartbeat)),
      toJsonbArray(found.map(({ details }) => JSON.stringify(details))),
    ],
  });
}
