import type { LogType } from "@runline/contract";
import type { Session } from "../database/database.ts";
import { toTimestamp } from "../database/timestamps.ts";
import type { LogBody } from "../records/span-record.ts";
import { toFoldValues, type FoldPlace } from "./fold-columns.ts";
import { toMs } from "./run-columns.ts";

/** What the timeline needs of a row of `logs`: all but the span, which is most of a row. */
export interface EventRow {
  id: string;
  type: LogType;
  status: string | null;
  createdAt: number;
  body: LogBody;
}

/** Where a row is, and how many bytes its body has. */
export interface RowPlace {
  runId: string;
  startedAt: number;
  id: string;
  bytes: number;
}

/** A page at a time of each key, as `listFacts` reads. */
const LIST_PLACES = `
  select found.* from unnest($1::uuid[]) as key (run_id) cross join lateral (
    select run_id as "runId", ${toMs("started_at")} as "startedAt", id, pg_column_size(body) as bytes
    from logs
    where run_id = key.run_id and fold_key = any($2::uuid[])
      and started_at between $3::timestamptz and $4::timestamptz
      and (started_at, id) > ($5::timestamptz, $6::uuid)
    order by started_at, id
    limit $7
  ) as found
  order by "startedAt", id
  limit $7`;

const toListEvents = (body: string) => `
  select logs.id, type, status, ${toMs("created_at")} as "createdAt", ${body} as body
  from unnest($1::uuid[], $2::timestamptz[], $3::uuid[]) as key (run_id, started_at, id)
  join logs on logs.run_id = key.run_id and logs.started_at = key.started_at and logs.id = key.id`;

const LIST_EVENTS = toListEvents("body - 'span'");
/** Without what went in and came out, under the names that the rows of the kinds have for it. */
const LIST_BARE_EVENTS = toListEvents("body - '{span,prompt,response,options,result,input,output}'::text[]");

const PLACES_AT_ONCE = 5_000;
const BEFORE_ANY_ID = "00000000-0000-0000-0000-000000000000";

/** Where the rows of some folds are, page by page, the first to start coming first. Reads no body. */
export async function* listRowPlaces(session: Session, folds: readonly FoldPlace[]): AsyncGenerator<RowPlace[]> {
  const place = toFoldValues(folds);
  if (place === undefined) return;
  const [keys, foldKeys, first, last] = place;
  let after = { startedAt: first, id: BEFORE_ANY_ID };
  for (;;) {
    const rows = await session.query<RowPlace>({
      name: "list_row_places",
      text: LIST_PLACES,
      values: [keys, foldKeys, first, last, after.startedAt, after.id, PLACES_AT_ONCE],
    });
    if (rows.length > 0) yield rows;
    const end = rows.at(-1);
    if (end === undefined || rows.length < PLACES_AT_ONCE) return;
    after = { startedAt: toTimestamp(end.startedAt), id: end.id };
  }
}

/** The rows at these places, in no order; `bare` ones without content. */
export async function listEventRows(
  session: Session,
  places: readonly RowPlace[],
  form: "whole" | "bare",
): Promise<EventRow[]> {
  const values = [
    places.map(({ runId }) => runId),
    places.map(({ startedAt }) => toTimestamp(startedAt)),
    places.map(({ id }) => id),
  ];
  return form === "whole"
    ? session.query({ name: "list_event_rows", text: LIST_EVENTS, values })
    : session.query({ name: "list_bare_event_rows", text: LIST_BARE_EVENTS, values });
}
