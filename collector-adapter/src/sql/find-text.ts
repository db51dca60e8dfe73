import type { Session } from "../database/database.ts";
import { toTimestamp } from "../database/timestamps.ts";
import type { RowPlace } from "./list-log-rows.ts";

/** An id is found as what it names: of any text of some hex digits, half of all spans would have one in an attribute. */
const IS_ID = "said ~* '^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$'";

// The whole row tells most of them apart from what it says; only what remains is taken to pieces. Inside a value that is an object, or
// messages as they were sent, the text stands as JSON writes it.
const LIST = `
  select distinct logs.span_id as "spanId"
  from unnest($1::uuid[], $2::timestamptz[], $3::uuid[]) as key (run_id, started_at, id)
  join logs on logs.run_id = key.run_id and logs.started_at = key.started_at and logs.id = key.id
  where strpos(lower(logs.body::text), lower($5)) > 0 and exists (
    select from (
      select value from jsonb_each_text(logs.body - '{span,record}'::text[])
      union all
      select value #>> '{}' from jsonb_path_query(logs.body, '$.span.attributes.*') as value
      union all
      select value #>> '{}' from jsonb_path_query(logs.body, '$.span.events[*].name') as value
      union all
      select value #>> '{}' from jsonb_path_query(logs.body, '$.span.events[*].attributes.*') as value
      union all
      select value #>> '{}' from jsonb_path_query(logs.body, '$.record.attributes.*') as value
      union all
      select logs.body #>> '{record,body}'
    ) as parts (said)
    where (strpos(lower(said), lower($4)) > 0 or strpos(lower(said), lower($6)) > 0) and not ${IS_ID}
  )`;

/**
 * Ids of the spans that have a text in the rows at these places, in upper or lower case. The database lowers both: one with the locale C
 * knows no letters but those of ASCII, and finds others as they stand.
 */
export async function findText(session: Session, places: readonly RowPlace[], text: string): Promise<string[]> {
  const values = [
    places.map(({ runId }) => runId),
    places.map(({ startedAt }) => toTimestamp(startedAt)),
    places.map(({ id }) => id),
    text,
    toPlainPiece(text),
    JSON.stringify(text).slice(1, -1),
  ];
  const rows = await session.query<{ spanId: string }>({ name: "find_text", text: LIST, values });
  return rows.map(({ spanId }) => spanId);
}

/** The longest piece of a text that stands in JSON as it is, however deep. */
function toPlainPiece(text: string): string {
  return text.split(/["\\\p{Cc}]+/u).reduce((longest, piece) => (piece.length > longest.length ? piece : longest), "");
}
