import { CUT_MARK } from "@runline/contract";
import type { Session } from "../database/database.ts";
import { IS_OF_FOLDS, toFoldValues, type FoldPlace } from "./fold-columns.ts";
import { BEFORE_ANY_ID, pageLogs, toLogPages } from "./page-logs.ts";
import { toMs } from "./run-columns.ts";

/** What is known of one span. */
export interface FactsRow {
  foldKey: string;
  version: string;
  /** `StoredFacts` as JSON, an error of more than 1,024 characters cut: it is read where it is needed, often on another thread. */
  facts: string;
  /** Of an open span: how long it has not been heard of, ms by the database's clock. */
  silentMs: number | null;
}

/** Characters of an error that are read; a span may have a million. */
const MAX_ERROR = 1024;
/** Facts longer than this may have a long error in them. */
const LONG_FACTS = 4096;

const FACTS = `case when octet_length(facts::text) <= ${LONG_FACTS} then facts::text
  else (facts::jsonb || jsonb_strip_nulls(jsonb_build_object('error', case when length(facts ->> 'error') > ${MAX_ERROR} then left(facts ->> 'error', ${MAX_ERROR} - 1) || '${CUT_MARK}' else facts ->> 'error' end)))::text
end as facts`;

const LIST_OPEN = `
  select run_id as "runId", span_id as "spanId", fold_key as "foldKey", version, ${FACTS}, ${toMs("now() - last_seen_at")} as "silentMs"
  from open_spans
  where ${IS_OF_FOLDS} and (run_id, span_id) > ($5::uuid, $6::text)
  order by run_id, span_id
  limit $7`;

const ENDED = toLogPages(
  "list_ended_facts",
  `fold_key as "foldKey", version, ${FACTS}, null::float8 as "silentMs"`,
  "facts is not null",
);

/** The first page is soon there; the others are short enough that whoever else asks the database waits for a moment only. */
const FIRST_ROWS = 500;
const ROWS_AT_ONCE = 2_000;

/** What is known of the open spans of some folds, then of the ended ones, the first to start coming first. Page by page. */
export async function* listFacts(session: Session, folds: readonly FoldPlace[]): AsyncGenerator<FactsRow[]> {
  const place = toFoldValues(folds);
  if (place === undefined) return;
  // The open ones are read first: a span that ends in between is then seen twice, not never.
  yield* listOpen(session, place);
  yield* pageLogs<FactsRow & { id: string; startedAt: number }>(session, folds, ENDED, {
    first: FIRST_ROWS,
    next: ROWS_AT_ONCE,
  });
}

async function* listOpen(session: Session, place: readonly unknown[]): AsyncGenerator<FactsRow[]> {
  let after = { runId: BEFORE_ANY_ID, spanId: "" };
  for (;;) {
    const rows = await session.query<FactsRow & typeof after>({
      name: "list_open_facts",
      text: LIST_OPEN,
      values: [...place, after.runId, after.spanId, ROWS_AT_ONCE],
    });
    if (rows.length > 0) yield rows;
    const end = rows.at(-1);
    if (end === undefined || rows.length < ROWS_AT_ONCE) return;
    after = end;
  }
}
