import type { Database, Session } from "../database/database.ts";
import type { CommitResult } from "../records/commit.ts";
import type { SpanRecord } from "../records/span-record.ts";
import { deleteOpenSpans } from "../sql/delete-open-spans.ts";
import type { FoldRow } from "../sql/fold-columns.ts";
import { insertLogRows } from "../sql/insert-log-rows.ts";
import { lockFolds } from "../sql/lock-folds.ts";
import type { FoldChange } from "../sql/update-folds.ts";
import { upsertOpenSpans } from "../sql/upsert-open-spans.ts";
import type { FoldCache } from "./fold-cache.ts";
import { foldRuns, type FoldOutcome } from "./fold-runs.ts";
import { readSpanSets, toParts } from "./read-span-sets.ts";
import { createSpanBatch } from "./span-batch.ts";
import { addSpan, createSpanSet, toSpanKey, type SpanSet } from "./span-set.ts";
import { widenFold } from "./widen-fold.ts";
import { writeFoldOutcomes } from "./write-fold-outcomes.ts";

/**
 * Folding takes 3 µs a span. It is done with the batch where the fold is small or much of it came with the batch; else the fold is
 * marked and settled soon after, at the latest before somebody reads. A run that grows to 5,000 spans by twenties would be folded
 * 250 times, which costs more than all else together.
 */
const SMALL_FOLD = 100;
const SPANS_PER_CHANGE = 4;

/** No sender waits longer: exporters give up after 10 s by default, and the next batch waits for this one. */
const STATEMENT_TIMEOUT_MS = 10_000;

/** What a batch has changed, and whether folds are left to be settled. */
export interface BatchResult extends CommitResult {
  hasDirty: boolean;
}

/**
 * Writes the records of one batch in one transaction, and with them the runs that they make. Versions that are there already change
 * nothing, so that a sender may try again as often as it likes.
 *
 * @param alsoDo - what else belongs to the transaction
 */
export async function writeBatch(
  database: Database,
  cache: FoldCache,
  records: readonly SpanRecord[],
  alsoDo?: (session: Session) => Promise<void>,
): Promise<BatchResult> {
  const work = async (session: Session) => {
    const written = await writeRecords(session, cache, records);
    await alsoDo?.(session);
    return written;
  };
  const { result, known } = await database.transaction(work, { timeoutMs: STATEMENT_TIMEOUT_MS });
  for (const { foldKey, version, spans } of known) cache.put(foldKey, version, spans);
  return result;
}

/** Spans as they are known after the commit. */
interface KnownFold {
  foldKey: string;
  version: number;
  spans: SpanSet;
}

async function writeRecords(
  session: Session,
  cache: FoldCache,
  records: readonly SpanRecord[],
): Promise<{ result: BatchResult; known: KnownFold[] }> {
  const batch = createSpanBatch(records);
  const folds = await lockFolds(session, batch.locks);
  const remembered = new Map(folds.map((fold) => [fold.foldKey, recall(cache, fold)]));
  const rows = await insertLogRows(session, batch.rows);
  const open = await upsertOpenSpans(session, batch.open);
  await deleteOpenSpans(
    session,
    batch.ended.filter((record) => mayBeOpen(record, remembered.get(record.foldKey))),
  );
  const touched = batch.toSpanKeys({ rows, open });

  const known: KnownFold[] = [];
  const outcomes: FoldOutcome[] = [];
  const unfolded: FoldChange[] = [];
  const unread: FoldRow[] = [];
  const joins = toJoins(records);

  const changed = new Map<string, readonly SpanRecord[]>();

  /** Folds what is worth it at once. */
  function settle(fold: FoldRow, spans: SpanSet): void {
    known.push({ foldKey: fold.foldKey, version: fold.version + 1, spans });
    if (isFoldedAtOnce(spans.spans.size, fold)) outcomes.push(foldRuns(fold, spans, { came: touched }));
    else mark(fold, spans.spans.size);
  }

  function mark(fold: FoldRow, spans: number): void {
    unfolded.push({ ...fold, version: fold.version + 1, dirty: true, spans });
  }

  function isFoldedAtOnce(spans: number, { foldKey }: FoldRow): boolean {
    return spans <= Math.max(SMALL_FOLD, SPANS_PER_CHANGE * (changed.get(foldKey)?.length ?? 0));
  }

  for (const before of folds) {
    const changes = (batch.folds.get(before.foldKey) ?? []).filter(({ facts }) => touched.has(toSpanKey(facts)));
    const fold = widenFold(before, changes, joins.get(before.foldKey) ?? []);
    if (changes.length === 0) {
      if (fold !== before) unfolded.push(fold);
      continue;
    }
    changed.set(fold.foldKey, changes);
    const spans = remembered.get(before.foldKey);
    const atMost = before.spans + changes.length; // spans that were there may be among them
    if (spans !== undefined) {
      for (const { version, facts } of changes) addSpan(spans, { version, facts });
      settle(fold, spans);
    } else if (isFoldedAtOnce(atMost, fold)) {
      unread.push(fold);
    } else {
      mark(fold, atMost);
    }
  }
  for (const part of toParts(unread)) {
    const sets = await readSpanSets(session, part);
    for (const fold of part) settle(fold, sets.get(fold.foldKey) ?? createSpanSet());
  }
  await writeFoldOutcomes(session, outcomes, unfolded);

  const dirty = unfolded.filter((fold) => fold.dirty);
  const restless = outcomes.filter((outcome) => outcome.touchesNoRun).map((outcome) => outcome.change);
  const result = {
    runs: outcomes.flatMap((outcome) => outcome.changed),
    touchedKeys: [...restless, ...dirty].map((fold) => fold.foldKey),
    hasDirty: dirty.length > 0,
  };
  return { result, known };
}

/** The spans of a fold that are known without reading them. */
function recall(cache: FoldCache, fold: FoldRow): SpanSet | undefined {
  return fold.spans === 0 ? createSpanSet() : cache.take(fold.foldKey, fold.version);
}

/** Whether there may be a snapshot of a span that has ended: not where the spans before it are known and none of them is it. */
function mayBeOpen({ facts }: SpanRecord, spans: SpanSet | undefined): boolean {
  if (spans === undefined) return true;
  const before = spans.spans.get(toSpanKey(facts));
  return before !== undefined && before.facts.endedAt === undefined;
}

/** By trace, the runs in it that are folded by themselves. */
function toJoins(records: readonly SpanRecord[]): Map<string, string[]> {
  const joins = new Map<string, string[]>();
  for (const { foldKey, traceKey } of records) {
    if (foldKey !== traceKey) joins.set(traceKey, [...(joins.get(traceKey) ?? []), foldKey]);
  }
  return joins;
}
