import type { Session, Transaction } from "../database/database.ts";
import type { LogRow, SpanRecord } from "../records/span-record.ts";
import { copyLogRows } from "../sql/copy-log-rows.ts";
import { deleteOpenSpans } from "../sql/delete-open-spans.ts";
import type { FoldRow } from "../sql/fold-columns.ts";
import { insertLogRows } from "../sql/insert-log-rows.ts";
import { upsertOpenSpans } from "../sql/upsert-open-spans.ts";
import type { SpanBatch } from "./span-batch.ts";
import type { SpanSet } from "./span-set.ts";

/** What is there when spans are written. */
export interface SpansBefore {
  /** The folds of the batch, locked. */
  folds: readonly FoldRow[];
  /** The spans of these folds, by their keys, where they are known. */
  remembered: ReadonlyMap<string, SpanSet | undefined>;
  /** Whether what seems to be new may be written as such. */
  mayCopy: boolean;
}

/**
 * Writes rows and open spans, removes those that have ended, and says of which spans, by `toSpanKey`, something was written. The rows
 * of spans that their folds do not know are copied, the others are compared with what is there.
 *
 * @throws what `copyLogRows` throws when a row that seemed to be new is there: its span came under another fold before
 */
export async function writeSpans(session: Transaction, batch: SpanBatch, before: SpansBefore): Promise<Set<string>> {
  const { remembered, mayCopy } = before;
  const touched = new Set<string>();
  const added: LogRow[] = [];
  const compared: SpanRecord[] = [];
  for (const [foldKey, records] of batch.folds) {
    const known = mayCopy ? remembered.get(foldKey) : undefined;
    for (const record of records) {
      const isNew = known !== undefined && !known.spans.has(record.spanKey) && !batch.repeated.has(record.spanKey);
      if (!isNew) compared.push(record);
      else if (record.rows.length > 0) {
        added.push(...record.rows);
        touched.add(record.spanKey);
      }
    }
  }
  await copyLogRows(session, added);
  for (const spanKey of await replaceRows(session, compared)) touched.add(spanKey);
  for (const spanKey of await replaceOpenSpans(session, batch)) touched.add(spanKey);
  const hosts = new Set(before.folds.flatMap(({ foldKey, hostsRuns }) => (hostsRuns ? [foldKey] : [])));
  await deleteOpenSpans(
    session,
    // A snapshot in a trace that hosts runs may have become one of theirs.
    batch.ended.filter((record) => hosts.has(record.foldKey) || mayBeOpen(record, remembered.get(record.foldKey))),
  );
  return touched;
}

async function replaceRows(session: Session, records: readonly SpanRecord[]): Promise<string[]> {
  const spanKeys = new Map(
    records.flatMap(({ rows, spanKey }) => rows.map((row) => [toKey(row.runId, row.id), spanKey])),
  );
  const written = await insertLogRows(
    session,
    records.flatMap(({ rows }) => rows),
  );
  return written.flatMap(({ runId, id }) => spanKeys.get(toKey(runId, id)) ?? []);
}

async function replaceOpenSpans(session: Session, { open }: SpanBatch): Promise<string[]> {
  const spanKeys = new Map(open.map(({ span, spanKey }) => [toKey(span.runId, span.spanId), spanKey]));
  const written = await upsertOpenSpans(
    session,
    open.map(({ span }) => span),
  );
  return written.flatMap(({ runId, spanId }) => spanKeys.get(toKey(runId, spanId)) ?? []);
}

function toKey(runId: string, id: string): string {
  return `${runId}/${id}`;
}

/** Whether there may be a snapshot of a span that has ended: not where the spans before it are known and none of them is it. */
function mayBeOpen({ spanKey }: SpanRecord, spans: SpanSet | undefined): boolean {
  return spans === undefined || spans.spans.get(spanKey)?.isOpen === true;
}
