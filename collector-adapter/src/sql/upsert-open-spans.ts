import type { Session } from "../database/database.ts";
import type { OpenSpan } from "../records/span-record.ts";
import { toTimestamp } from "../database/timestamps.ts";

// A snapshot may come after its final span (740 of 4200 did behind a Collector after a spell of 503s): a span whose end
// is in logs stays ended.
const TEXT = `
  insert into open_spans (run_id, span_id, agent_id, last_seen_at, body)
  select run_id, span_id, agent_id, now(), body
  from unnest($1::uuid[], $2::text[], $3::uuid[], $4::jsonb[], $5::uuid[], $6::timestamptz[])
    as batch (run_id, span_id, agent_id, body, end_row_id, started_at)
  where not exists (
    select from logs
    where logs.run_id = batch.run_id and logs.created_at >= batch.started_at and logs.id = batch.end_row_id
  )
  order by run_id, span_id
  on conflict (run_id, span_id) do update set last_seen_at = excluded.last_seen_at, body = excluded.body`;

/** Keeps the latest snapshot of each open span; one per span in a call. */
export async function upsertOpenSpans(session: Session, spans: readonly OpenSpan[]): Promise<void> {
  if (spans.length === 0) return;
  await session.query({
    name: "upsert_open_spans",
    text: TEXT,
    values: [
      spans.map((span) => span.runId),
      spans.map((span) => span.spanId),
      spans.map((span) => span.agentId ?? null),
      spans.map((span) => JSON.stringify(span.body)),
      spans.map((span) => span.endRowId),
      spans.map((span) => toTimestamp(span.startedAt)),
    ],
  });
}
