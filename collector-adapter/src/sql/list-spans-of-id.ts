import type { LogType } from "@runline/contract";
import type { Session } from "../database/database.ts";
import type { LogBody, StoredFacts, StoredSpan } from "../records/span-record.ts";
import { IS_OF_FOLDS, toFoldValues, type FoldPlace } from "./fold-columns.ts";

/** What was sent of an ended span. */
export interface SpanRow {
  agentId: string | null;
  type: LogType;
  facts: StoredFacts;
  body: LogBody;
}

/** What was sent of a span that has not ended. */
export interface OpenSpanRow {
  agentId: string | null;
  facts: StoredFacts;
  body: StoredSpan;
}

const GET_ENDED = `
  select agent_id as "agentId", type, facts, body
  from logs
  where ${IS_OF_FOLDS} and id = any($5::uuid[]) and facts is not null`;

const GET_OPEN = `
  select agent_id as "agentId", facts, body
  from open_spans
  where ${IS_OF_FOLDS} and span_id = $5`;

/** The ended spans whose rows of the end have these ids. */
export async function listEndedSpans(
  session: Session,
  folds: readonly FoldPlace[],
  ids: readonly string[],
): Promise<SpanRow[]> {
  const place = toFoldValues(folds);
  return place ? session.query({ name: "list_ended_spans", text: GET_ENDED, values: [...place, ids] }) : [];
}

/** The open spans of this id. */
export async function listOpenSpans(
  session: Session,
  folds: readonly FoldPlace[],
  spanId: string,
): Promise<OpenSpanRow[]> {
  const place = toFoldValues(folds);
  return place ? session.query({ name: "list_open_spans", text: GET_OPEN, values: [...place, spanId] }) : [];
}
