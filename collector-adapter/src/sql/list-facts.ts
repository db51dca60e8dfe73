import { CUT_MARK } from "@runline/contract";
import type { Session } from "../database/database.ts";
import type { FoldPlace } from "./fold-columns.ts";
import { pageLogs, toLogPages } from "./page-logs.ts";
import { pageOpenSpans, toOpenPages } from "./page-open-spans.ts";
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

const OPEN = toOpenPages(
  "list_open_facts",
  `fold_key as "foldKey", version, ${FACTS}, ${toMs("now() - last_seen_at")} as "silentMs"`,
);

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
  // The open ones are read first: a span that ends in between is then seen twice, not never.
  yield* pageOpenSpans<FactsRow>(session, folds, OPEN, ROWS_AT_ONCE);
  yield* pageLogs<FactsRow & { id: string; startedAt: number }>(session, folds, ENDED, {
    first: FIRST_ROWS,
    next: ROWS_AT_ONCE,
  });
}
