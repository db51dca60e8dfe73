import type { LogType } from "@runline/contract";
import type { Session } from "../database/database.ts";
import type { LogBody, StoredSpan } from "../records/span-record.ts";
import { IS_OF_FOLDS, toFoldValues, type FoldPlace } from "./fold-columns.ts";
import { toMs } from "./run-columns.ts";

/** What the timeline needs of a row of `logs`: all but the span, which is most of a row. */
export interface EventRow {
  id: string;
  type: LogType;
  status: string | null;
  createdAt: number;
  body: LogBody;
}

/** The row of an ended span. */
export interface SpanRow {
  id: string;
  type: LogType;
  body: LogBody;
}

/** What was sent of an open span beside its facts. */
export interface OpenSpanRow {
  traceId: string;
  spanId: string;
  body: StoredSpan;
}

const LIST_EVENTS = `
  select id, type, status, ${toMs("created_at")} as "createdAt", body - 'span' as body
  from logs
  where ${IS_OF_FOLDS} and id = any($5::uuid[])`;

const LIST_SPANS = `select id, type, body from logs where ${IS_OF_FOLDS} and id = any($5::uuid[])`;

const LIST_OPEN = `
  select facts ->> 'traceId' as "traceId", span_id as "spanId", body
  from open_spans
  where ${IS_OF_FOLDS} and span_id = any($5::text[])`;

/** The rows of these ids, in no order. */
export function listEventRows(
  session: Session,
  folds: readonly FoldPlace[],
  ids: readonly string[],
): Promise<EventRow[]> {
  return list(session, { name: "list_event_rows", text: LIST_EVENTS }, folds, ids);
}

/** The rows of these ids with their spans, in no order. */
export function listSpanRows(
  session: Session,
  folds: readonly FoldPlace[],
  ids: readonly string[],
): Promise<SpanRow[]> {
  return list(session, { name: "list_span_rows", text: LIST_SPANS }, folds, ids);
}

/** The open spans of these span ids, in no order. */
export function listOpenSpans(
  session: Session,
  folds: readonly FoldPlace[],
  spanIds: readonly string[],
): Promise<OpenSpanRow[]> {
  return list(session, { name: "list_open_spans", text: LIST_OPEN }, folds, spanIds);
}

async function list<Row>(
  session: Session,
  statement: { name: string; text: string },
  folds: readonly FoldPlace[],
  ids: readonly string[],
): Promise<Row[]> {
  const values = toFoldValues(folds);
  if (values === undefined || ids.length === 0) return [];
  return session.query<Row>({ ...statement, values: [...values, ids] });
}
