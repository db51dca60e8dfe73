import type { Database, Session, Transaction } from "../database/database.ts";
import { isCopyError } from "../database/sql-state.ts";
import type { SpanMark } from "../fold/fold-result.ts";
import type { CommitResult } from "../records/commit.ts";
import type { SpanRecord } from "../records/span-record.ts";
import type { FoldRow } from "../sql/fold-columns.ts";
import { insertJoinedFolds, type JoinedFold } from "../sql/insert-joined-folds.ts";
import type { DirtyFold } from "../sql/list-fold-keys.ts";
import { lockFolds, type FoldLock } from "../sql/lock-folds.ts";
import type { FoldChange } from "../sql/update-folds.ts";
import { FoldErasedError } from "./fold-erased-error.ts";
import type { FoldCache, KnownFold } from "./fold-cache.ts";
import { foldRuns, toRunName, type FoldOutcome, type HeardRuns } from "./fold-runs.ts";
import { foldSet } from "./fold-set.ts";
import { readSpanSets, toParts } from "./read-span-sets.ts";
import { createSpanBatch, type SpanBatch } from "./span-batch.ts";
import { addRecords, copySpanSet, createSpanSet, type SpanSet } from "./span-set.ts";
import { knowsPlaces, toMark, widenFold } from "./widen-fold.ts";
import { writeFoldOutcomes } from "./write-fold-outcomes.ts";
import { writeSpans } from "./write-spans.ts";

/**
 * Folding takes 3 µs a span. It is done with the batch where the fold is small or much of it came with the batch; else the fold is
 * marked and settled soon after, at the latest before somebody reads. A run that grows to 5,000 spans by twenties would be folded
 * 250 times, which costs more than all else together.
 */
const SMALL_FOLD = 20;
const SPANS_PER_CHANGE = 4;

/** No sender waits longer: exporters give up after 10 s by default, and the next batch waits for this one. */
const STATEMENT_TIMEOUT_MS = 10_000;

/** What a batch has changed, and the folds that are left to be settled. */
export interface BatchResult extends CommitResult {
  dirty: DirtyFold[];
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
  const batch = createSpanBatch(records);
  const options = { timeoutMs: STATEMENT_TIMEOUT_MS, storesSpans: true };
  const write = (mayCopy: boolean) => {
    const plans = new Map([...batch.folds].map(([foldKey, spans]) => [foldKey, planFold(cache.get(foldKey), spans)]));
    return database.transaction(async (session) => {
      const written = await writeRecords(session, batch, plans, mayCopy);
      await alsoDo?.(session);
      return written;
    }, options);
  };
  const { result, grown } = await write(true)
    .catch((error: unknown) => {
      if (isCopyError(error)) return write(false);
      throw error;
    })
    .catch((error: unknown) => {
      if (error instanceof FoldErasedError) cache.remove(error.foldKey);
      throw error;
    });
  for (const { fold, spans, changes } of grown) {
    const { foldKey, version, logKeys, traceKeys } = fold;
    addRecords(spans, changes);
    cache.put(foldKey, { version, spans, keys: { logKeys, traceKeys } });
  }
  return result;
}

/** A fold as it is when the batch is committed: what is remembered of it then, and the spans that are to be added to that. */
interface GrownFold {
  fold: FoldRow;
  spans: SpanSet;
  changes: readonly SpanRecord[];
}

/** What is known of a fold before its row is locked, and thus in case nobody else has written since. */
interface FoldPlan {
  known: KnownFold | undefined;
  /** Spans that are new or in a later version, when the fold is too large to be folded with them. */
  toBeMarked: readonly SpanRecord[];
}

function planFold(known: KnownFold | undefined, records: readonly SpanRecord[]): FoldPlan {
  if (known === undefined) return { known, toBeMarked: [] };
  const { spans } = known.spans;
  const changes = records.filter(({ version, spanKey }) => {
    const before = spans.get(spanKey);
    return before === undefined || before.version < version;
  });
  return { known, toBeMarked: isFoldedAtOnce(spans.size + changes.length, changes.length) ? [] : changes };
}

function isFoldedAtOnce(spans: number, changes: number): boolean {
  return spans <= Math.max(SMALL_FOLD, SPANS_PER_CHANGE * changes);
}

async function writeRecords(
  session: Transaction,
  batch: SpanBatch,
  plans: ReadonlyMap<string, FoldPlan>,
  mayCopy: boolean,
): Promise<{ result: BatchResult; grown: GrownFold[] }> {
  const locks = batch.locks.map((lock) => {
    const { known, toBeMarked = [] } = plans.get(lock.foldKey) ?? {};
    return known === undefined || toBeMarked.length === 0 ? lock : { ...lock, mark: toMark(known.keys, toBeMarked) };
  });
  const folds = await lockFolds(session, locks);
  const remembered = new Map(folds.map((fold) => [fold.foldKey, recall(fold, plans.get(fold.foldKey))]));
  const touched = await writeSpans(session, batch, { folds, remembered, mayCopy });
  await insertJoinedFolds(session, findNewJoins(batch, locks, folds));

  const grown: GrownFold[] = [];
  const outcomes: FoldOutcome[] = [];
  const marked: FoldRow[] = [];
  const unfolded: FoldChange[] = [];
  const unread: { fold: FoldRow; changes: readonly SpanRecord[] }[] = [];

  /** Folds what is worth it at once. Spans of a trace that hosts runs may be theirs, which is found out when it is settled. */
  function settle(fold: FoldRow, before: SpanSet, changes: readonly SpanRecord[]): void {
    const spans = copySpanSet(before); // what is remembered stays as it is until all is committed
    addRecords(spans, changes);
    grown.push({ fold, spans, changes: [] });
    const folded = foldSet(spans);
    outcomes.push(foldRuns(fold, folded, findHeard(spans, folded.marks, touched)));
  }

  for (const before of folds) {
    const { foldKey } = before;
    const spans = remembered.get(foldKey);
    const toBeMarked = plans.get(foldKey)?.toBeMarked ?? [];
    if (toBeMarked.length > 0) {
      if (!knowsPlaces(before, batch.folds.get(foldKey) ?? [])) throw new FoldErasedError(foldKey);
      marked.push(before);
      if (spans !== undefined) grown.push({ fold: before, spans, changes: toBeMarked });
      continue;
    }
    const changes = (batch.folds.get(foldKey) ?? []).filter(({ spanKey }) => touched.has(spanKey));
    if (changes.length === 0) {
      if (!before.dirty && hasMissed(before, batch, touched)) unfolded.push({ ...before, dirty: true });
      continue;
    }
    const fold = { ...widenFold(before, changes), version: before.version + 1 };
    const atMost = (spans?.spans.size ?? before.spans) + changes.length; // spans that were there may be among them
    if (fold.hostsRuns || !isFoldedAtOnce(atMost, changes.length)) {
      unfolded.push({ ...fold, dirty: true, spans: atMost });
      if (spans !== undefined) grown.push({ fold, spans, changes });
    } else if (spans !== undefined) {
      settle(fold, spans, changes);
    } else {
      unread.push({ fold, changes });
    }
  }
  for (const part of toParts(unread.map(({ fold }) => fold))) {
    const sets = await readSpanSets(session, part);
    for (const { fold, changes } of unread) {
      const spans = sets.get(fold.foldKey);
      if (spans !== undefined) settle(fold, spans, changes);
    }
  }
  await writeFoldOutcomes(session, outcomes, unfolded);

  const restless = outcomes.filter((outcome) => outcome.touchesNoRun).map((outcome) => outcome.change);
  const result = {
    runs: outcomes.flatMap((outcome) => outcome.changed),
    touchedKeys: [...restless, ...marked, ...unfolded].map((fold) => fold.foldKey),
    dirty: [...marked, ...unfolded],
  };
  return { result, grown };
}

/** Of which runs spans came, these being named by their keys. */
function findHeard({ spans }: SpanSet, marks: readonly SpanMark[], came: ReadonlySet<string>): HeardRuns {
  const names = new Set<string>();
  let touchesNoRun = false;
  for (const [index, key] of [...spans.keys()].entries()) {
    if (!came.has(key)) continue;
    const { runId, agentId } = marks[index] ?? {};
    if (runId === undefined || agentId === undefined) touchesNoRun = true;
    else names.add(toRunName({ agentId, runId }));
  }
  return { names, touchesNoRun };
}

/** Whether a run that lives in a trace has got a span that is a parent which the trace misses. */
function hasMissed({ foldKey, missingParents }: FoldRow, batch: SpanBatch, came: ReadonlySet<string>): boolean {
  if (missingParents?.length === 0) return false;
  const guests = batch.joined.filter(({ traceKey }) => traceKey === foldKey);
  return guests.some((guest) =>
    batch.folds
      .get(guest.foldKey)
      ?.some(({ spanKey }) => came.has(spanKey) && missingParents?.includes(spanKey) !== false),
  );
}

/** Which folds have spans in a trace for the first time, whose rows do not say so, but for what marks have just added. */
function findNewJoins(batch: SpanBatch, locks: readonly FoldLock[], folds: readonly FoldRow[]): JoinedFold[] {
  const traces = new Map(folds.map((fold) => [fold.foldKey, new Set(fold.traceKeys)]));
  for (const { foldKey, mark } of locks) for (const key of mark?.traceKeys ?? []) traces.get(foldKey)?.delete(key);
  return batch.joined.filter(({ traceKey, foldKey }) => traces.get(foldKey)?.has(traceKey) !== true);
}

/** The spans of a fold, as it was before the batch, that are known without reading them. */
function recall(fold: FoldRow, plan: FoldPlan | undefined): SpanSet | undefined {
  const { known, toBeMarked = [] } = plan ?? {};
  if (known !== undefined && known.version === fold.version - (toBeMarked.length > 0 ? 1 : 0)) return known.spans;
  return fold.spans === 0 ? createSpanSet() : undefined;
}
