import type { LogType } from "@runline/contract";
import type { Session } from "../database/database.ts";
import { toTimestamp } from "../database/timestamps.ts";
import type { LogBody } from "../records/span-record.ts";
import type { FoldPlace } from "./fold-columns.ts";
import { pageLogs, toLogPages } from "./page-logs.ts";
import { toMs } from "./run-columns.ts";

/** What the timeline needs of a row of `logs`: all but the span, which is most of a row, and what events do not tell. */
export interface EventRow {
  id: string;
  type: LogType;
  status: string | null;
  createdAt: number;
  body: LogBody;
  /** The row has content, which was not asked for. */
  lacksContent: boolean;
}

/** Where a row is, and how many bytes its body has. */
export interface RowPlace {
  runId: string;
  startedAt: number;
  id: string;
  bytes: number;
}

const PLACES = toLogPages("list_row_places", 'run_id as "runId", pg_column_size(body) as bytes');

const toListEvents = (body: string, lacksContent: string) => `
  select logs.id, type, status, ${toMs("created_at")} as "createdAt", ${body} as body, ${lacksContent} as "lacksContent"
  from unnest($1::uuid[], $2::timestamptz[], $3::uuid[]) as key (run_id, started_at, id)
  join logs on logs.run_id = key.run_id and logs.started_at = key.started_at and logs.id = key.id`;

const NOT_TOLD = "span,options,input,output";
const LIST_EVENTS = toListEvents(`body - '{${NOT_TOLD}}'::text[]`, "false");
/** Without what went in and came out, under the names that the rows of the kinds have for it. */
const CONTENT = "prompt,response,result";
const LIST_BARE_EVENTS = toListEvents(`body - '{${NOT_TOLD},${CONTENT}}'::text[]`, `body ?| '{${CONTENT}}'::text[]`);

const PLACES_AT_ONCE = 5_000;

/** Where the rows of some folds are, page by page, the first to start coming first. Reads no body. */
export function listRowPlaces(session: Session, folds: readonly FoldPlace[]): AsyncGenerator<RowPlace[]> {
  return pageLogs(session, folds, PLACES, { first: PLACES_AT_ONCE, next: PLACES_AT_ONCE });
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
