import type { Session } from "../database/database.ts";
import { IS_OF_FOLDS, toFoldValues, type FoldPlace } from "./fold-columns.ts";
import { toMs } from "./run-columns.ts";

const NEWEST = `
  select fold_key as "foldKey", ${toMs("started_at")} as "startedAt" from runs
  order by started_at desc, run_id desc, agent_id desc
  limit $1`;

const GET = `
  select fold_key as "foldKey", facts ->> 'traceId' as "traceId" from logs
  where ${IS_OF_FOLDS} and span_id = $5 and facts is not null
  union
  select fold_key, facts ->> 'traceId' from open_spans
  where ${IS_OF_FOLDS} and span_id = $5
  limit 20`;

/** The folds of the newest runs, and when these started, ms since the epoch. */
export async function listNewestFolds(session: Session, limit: number) {
  return session.query<{ foldKey: string; startedAt: number }>({ name: "newest_folds", text: NEWEST, values: [limit] });
}

/** In which traces of these folds there is a span of that id. */
export async function findSpan(session: Session, folds: readonly FoldPlace[], spanId: string) {
  const place = toFoldValues(folds);
  if (place === undefined) return [];
  const values = [...place, spanId];
  return session.query<{ foldKey: string; traceId: string }>({ name: "find_span", text: GET, values });
}
