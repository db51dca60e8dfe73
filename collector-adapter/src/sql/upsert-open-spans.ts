import type { Session } from "../database/database.ts";
import type { OpenSpan } from "../records/span-record.ts";
import { toJsonArray, toJsonbArray, toTextArray, toTimestampArray, toUuidArray } from "./binary-array.ts";

// A snapshot may come after its final span (740 of 4200 did behind a Collector after a spell of 503s): a span whose end
// is in logs stays ended; the ended ones are looked up apart, since Citus looks up nothing for each row of a list of parameters. A
// snapshot that comes late is a sign of life all the same, but does not replace a later one.
const TEXT = `
  insert into open_spans as open (run_id, span_id, started_at, fold_key, agent_id, last_seen_at, version, facts, body)
  select run_id, span_id, started_at, fold_key, agent_id, coalesce(seen_at, now()), version, facts, body
  from unnest(
    $1::uuid[], $2::text[], $3::timestamptz[], $4::uuid[], $5::uuid[], $6::text[], $7::json[], $8::jsonb[], $9::uuid[],
    $10::timestamptz[]
  ) as batch (run_id, span_id, started_at, fold_key, agent_id, version, facts, body, end_row_id, seen_at)
  where end_row_id not in (
    select logs.id from unnest($1::uuid[], $3::timestamptz[], $9::uuid[]) as ended (run_id, started_at, id)
    join logs on logs.run_id = ended.run_id and logs.started_at = ended.started_at and logs.id = ended.id
  )
  order by run_id, span_id
  on conflict (run_id, span_id) do update set
    last_seen_at = greatest(open.last_seen_at, excluded.last_seen_at),
    version = greatest(open.version, excluded.version),
    facts = case when open.version < excluded.version then excluded.facts else open.facts end,
    body = case when open.version < excluded.version then excluded.body else open.body end
  returning run_id as "runId", span_id as "spanId"`;

/** Names an open span. */
export interface OpenSpanKey {
  runId: string;
  spanId: string;
}

/** Keeps the latest snapshot of each open span, one per span in a call, and says which of them are open. */
export async function upsertOpenSpans(session: Session, spans: readonly OpenSpan[]): Promise<OpenSpanKey[]> {
  if (spans.length === 0) return [];
  return session.query({
    name: "upsert_open_spans",
    text: TEXT,
    values: [
      toUuidArray(spans.map((span) => span.runId)),
      toTextArray(spans.map((span) => span.spanId)),
      toTimestampArray(spans.map((span) => span.startedAt)),
      toUuidArray(spans.map((span) => span.foldKey)),
      toUuidArray(spans.map((span) => span.agentId)),
      toTextArray(spans.map((span) => span.version)),
      toJsonArray(spans.map((span) => span.facts)),
      toJsonbArray(spans.map((span) => span.body)),
      toUuidArray(spans.map((span) => span.endRowId)),
      toTimestampArray(spans.map((span) => span.seenAt)),
    ],
  });
}
