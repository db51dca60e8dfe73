import type { Session } from "../database/database.ts";
import { toTimestamp } from "../database/timestamps.ts";
import type { LogBody, StoredFacts } from "../records/span-record.ts";
import type { RowPlace } from "./list-log-rows.ts";

/** What is kept of a span that has ended. */
export interface WholeSpanRow {
  facts: StoredFacts;
  body: LogBody;
}

const LIST = `
  select logs.facts, logs.body
  from unnest($1::uuid[], $2::timestamptz[], $3::uuid[]) as key (run_id, started_at, id)
  join logs on logs.run_id = key.run_id and logs.started_at = key.started_at and logs.id = key.id
  where logs.facts is not null and logs.type <> 'log_record'
  order by logs.started_at, logs.id`;

/** The spans that have ended of which these places are rows, the first to start coming first. */
export async function listSpanRowsAt(session: Session, places: readonly RowPlace[]): Promise<WholeSpanRow[]> {
  const values = [
    places.map(({ runId }) => runId),
    places.map(({ startedAt }) => toTimestamp(startedAt)),
    places.map(({ id }) => id),
  ];
  return session.query({ name: "list_whole_spans", text: LIST, values });
}
