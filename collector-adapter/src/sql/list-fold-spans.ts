import type { Session } from "../database/database.ts";
import { IS_OF_FOLDS, toFoldValues, type FoldPlace } from "./fold-columns.ts";
import { pageLogs, toLogPages } from "./page-logs.ts";
import { pageOpenSpans, toOpenPages } from "./page-open-spans.ts";

/** The facts of a span, ended or open. */
export interface FoldSpanRow {
  foldKey: string;
  version: string;
  isOpen: boolean;
  /** `StoredFacts` as JSON. */
  facts: string;
}

const ENDED_COLUMNS = `fold_key as "foldKey", version, false as "isOpen", facts::text`;
const OPEN_COLUMNS = `fold_key as "foldKey", version, true as "isOpen", facts::text`;

const TEXT = `
  (
    select ${ENDED_COLUMNS} from logs
    where ${IS_OF_FOLDS} and facts is not null
    order by started_at, id
    limit $5
  )
  union all
  (
    select ${OPEN_COLUMNS} from open_spans
    where ${IS_OF_FOLDS}
    order by started_at, span_id
    limit $5
  )`;

const ENDED = toLogPages("page_fold_spans", ENDED_COLUMNS, "facts is not null");
const OPEN = toOpenPages("page_open_fold_spans", OPEN_COLUMNS);

/** A page holds the event loop for 10 ms, and whoever else asks the database waits for no longer. */
const ROWS_AT_ONCE = 2_000;

const COUNT = `
  select (
    (select count(*) from logs where ${IS_OF_FOLDS} and facts is not null) + (select count(*) from open_spans where ${IS_OF_FOLDS})
  )::int as spans`;

/** What is known of the spans of some folds: of the ended ones and of the open ones at most so many, the first to start. */
export async function listFoldSpans(
  session: Session,
  folds: readonly FoldPlace[],
  limit: number,
): Promise<FoldSpanRow[]> {
  const values = toFoldValues(folds);
  return values === undefined ? [] : session.query({ name: "list_fold_spans", text: TEXT, values: [...values, limit] });
}

/** What is known of the spans of one fold, page by page: of the open ones, then of the ended ones, the first to start coming first. */
export async function* pageFoldSpans(session: Session, fold: FoldPlace): AsyncGenerator<FoldSpanRow[]> {
  // The open ones are read first: a span that ends in between is then seen twice, not never.
  yield* pageOpenSpans<FoldSpanRow>(session, [fold], OPEN, ROWS_AT_ONCE);
  const sizes = { first: ROWS_AT_ONCE, next: ROWS_AT_ONCE };
  yield* pageLogs<FoldSpanRow & { id: string; startedAt: number }>(session, [fold], ENDED, sizes);
}

/** How many spans a fold has. */
export async function countFoldSpans(session: Session, fold: FoldPlace): Promise<number> {
  const values = toFoldValues([fold]);
  if (values === undefined) return 0;
  const rows = await session.query<{ spans: number }>({ name: "count_fold_spans", text: COUNT, values });
  return rows[0]?.spans ?? 0;
}
