import type { Session } from "../database/database.ts";
import type { StoredFacts } from "../records/span-record.ts";
import { IS_OF_FOLDS, toFoldValues, type FoldPlace } from "./fold-columns.ts";
import { toMs } from "./run-columns.ts";

/** What is known of one span. */
export interface FactsRow {
  foldKey: string;
  version: string;
  facts: StoredFacts;
  /** Of an open span: how long it has not been heard of, ms by the database's clock. */
  silentMs: number | null;
}

const LIST_OPEN = `
  select fold_key as "foldKey", version, facts, ${toMs("now() - last_seen_at")} as "silentMs"
  from open_spans
  where ${IS_OF_FOLDS}
  order by started_at, span_id
  limit $5`;

const LIST_ENDED = `
  select fold_key as "foldKey", version, facts, null as "silentMs"
  from logs
  where ${IS_OF_FOLDS} and facts is not null
  order by started_at, id
  limit $5`;

/** What is known of the open spans of some folds, then of the ended ones, the first to start coming first; at most `limit` of each. */
export async function listFacts(session: Session, folds: readonly FoldPlace[], limit: number): Promise<FactsRow[]> {
  const place = toFoldValues(folds);
  if (place === undefined) return [];
  const values = [...place, limit];
  // The open ones are read first: a span that ends in between is then seen twice, not never.
  const open = await session.query<FactsRow>({ name: "list_open_facts", text: LIST_OPEN, values });
  const ended = await session.query<FactsRow>({ name: "list_ended_facts", text: LIST_ENDED, values });
  return [...open, ...ended];
}
