import type { LogType } from "@runline/contract";
import type { Session } from "../database/database.ts";
import { toTimestamp } from "../database/timestamps.ts";
import type { LogBody } from "../records/span-record.ts";
import type { FoldPlace } from "./fold-columns.ts";
import { pageLogs, toLogPages } from "./page-logs.ts";
import { toMs } from "./run-columns.ts";

/** What is read of a row of `logs` for events and messages: never the span or the log record, which is most of a row. */
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

const EVENTS_LEAVE_OUT = "span,record,options,input,output";
/** What went in and came out of steps that events tell of, under the names that the rows of the kinds have for it. */
const CONTENT = "prompt,response,result";

/** How much of the rows is read: all that events tell, the same without content, or all content. */
const FORMS = {
  events: { name: "list_event_rows", text: toListRows(`body - '{${EVENTS_LEAVE_OUT}}'::text[]`, "false") },
  bareEvents: {
    name: "list_bare_event_rows",
    text: toListRows(`body - '{${EVENTS_LEAVE_OUT},${CONTENT}}'::text[]`, `body ?| '{${CONTENT}}'::text[]`),
  },
  contents: { name: "list_content_rows", text: toListRows("body - '{span,record}'::text[]", "false") },
};

const PLACES_AT_ONCE = 5_000;

/** Where the rows of some folds are, page by page, the first to start coming first. Reads no body. */
export function listRowPlaces(session: Session, folds: readonly FoldPlace[]): AsyncGenerator<RowPlace[]> {
  return pageLogs(session, folds, PLACES, { first: PLACES_AT_ONCE, next: PLACES_AT_ONCE });
}

/** The rows at these places, in no order. */
export async function listRowsAt(
  session: Session,
  places: readonly RowPlace[],
  form: keyof typeof FORMS,
): Promise<EventRow[]> {
  const values = [
    places.map(({ runId }) => runId),
    places.map(({ startedAt }) => toTimestamp(startedAt)),
    places.map(({ id }) => id),
  ];
  return session.query({ ...FORMS[form], values });
}

function toListRows(body: string, lacksContent: string): string {
  return `
  select logs.id, type, status, ${toMs("created_at")} as "createdAt", ${body} as body, ${lacksContent} as "lacksContent"
  from unnest($1::uuid[], $2::timestamptz[], $3::uuid[]) as key (run_id, started_at, id)
  join logs on logs.run_id = key.run_id and logs.started_at = key.started_at and logs.id = key.id`;
}
