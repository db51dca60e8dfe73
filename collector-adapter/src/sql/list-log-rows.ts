import type { LogType } from "@runline/contract";
import type { Session } from "../database/database.ts";
import type { LogBody, StoredSpan } from "../records/span-record.ts";
import { toTimestamp } from "../database/timestamps.ts";
import { toMs } from "./run-columns.ts";

/**
 * Which rows are an agent's: those of the given runs, plans or traces that carry its id or none, as infrastructure spans
 * do. Another agent's spans in the same trace, or under a run id that it claims, are that agent's run.
 */
export interface RowOwner {
  agentId: string;
  runIds: readonly string[];
}

/** What the timeline needs of a row of `logs`: the span's place instead of the span, which is most of a row. */
export interface EventRow {
  id: string;
  type: LogType;
  status: string | null;
  createdAt: number;
  body: LogBody;
  spanId: string | null;
  parentSpanId: string | null;
}

/** The row of an ended span. */
export interface SpanRow {
  type: LogType;
  body: LogBody;
}

/** An open span and how long it has not been heard of, ms by the database's clock. */
export interface OpenSpanRow {
  silentMs: number;
  body: StoredSpan;
}

/** Most rows one key set is read with: 100 000 spans are drawn, a runaway loop must not fill the memory. */
const MAX_RUN_ROWS = 200_000;

const IS_OWN = "run_id = any($2::uuid[]) and (agent_id = $1 or agent_id is null)";

// No upper bound: spans may end long after their run. The lower one spares the partitions of all days before.
const LIST_EVENTS = `
  select
    id, type, status, ${toMs("created_at")} as "createdAt", body - 'span' as body,
    body #>> '{span,spanId}' as "spanId", body #>> '{span,parentSpanId}' as "parentSpanId"
  from logs
  where ${IS_OWN} and created_at >= $3
  order by created_at, id
  limit ${MAX_RUN_ROWS}`;

const LIST_SPANS = `
  select type, body
  from logs
  where ${IS_OWN} and created_at >= $3 and body ? 'span'
  order by created_at, id
  limit ${MAX_RUN_ROWS}`;

const LIST_OPEN = `
  select ${toMs("now() - last_seen_at")} as "silentMs", body
  from open_spans
  where ${IS_OWN}
  limit ${MAX_RUN_ROWS}`;

/** The owner's rows from a moment on (ms since the epoch), oldest first. */
export async function listEventRows(session: Session, owner: RowOwner, from: number): Promise<EventRow[]> {
  const values = [owner.agentId, owner.runIds, toTimestamp(from)];
  return session.query({ name: "list_event_rows", text: LIST_EVENTS, values });
}

/** The owner's ended spans from a moment on (ms since the epoch), the one that ended first coming first. */
export async function listSpanRows(session: Session, owner: RowOwner, from: number): Promise<SpanRow[]> {
  const values = [owner.agentId, owner.runIds, toTimestamp(from)];
  return session.query({ name: "list_span_rows", text: LIST_SPANS, values });
}

/** The owner's open spans. */
export async function listOpenSpans(session: Session, owner: RowOwner): Promise<OpenSpanRow[]> {
  return session.query({ name: "list_open_spans", text: LIST_OPEN, values: [owner.agentId, owner.runIds] });
}
