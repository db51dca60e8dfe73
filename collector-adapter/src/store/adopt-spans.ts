import type { Database, Session } from "../database/database.ts";
import { isLogRecord, type FoldEntry } from "../fold/fold-entries.ts";
import type { StoredFacts } from "../records/span-record.ts";
import { toRowId } from "../spans/row-id.ts";
import { groupBy } from "../fold/group-by.ts";
import { toSpanKey } from "../fold/span-key.ts";
import type { DirtyFold } from "../sql/list-fold-keys.ts";
import { findSpanFolds } from "../sql/find-span-folds.ts";
import { listFolds, type HostFold } from "../sql/list-folds.ts";
import { listFacts } from "./fold-set.ts";
import { giveSpans } from "./give-spans.ts";
import { lockStoredFolds } from "./lock-stored-folds.ts";
import { readSpanSets } from "./read-span-sets.ts";
import { createSpanSet, parseFacts } from "./span-set.ts";

/**
 * Gives spans of a trace that carry no run id to the runs that live in it, where such a span stands below one of theirs, and all of them to
 * the run of whose calls a gateway tells there. What they are of is not known when they are stored: the span above them may come later.
 *
 * @param missingParents - parents, as `trace/span`, that a fold of the trace has missed; without them its spans are read
 * @returns the folds that got spans; these and the one of the trace are marked
 */
export async function adoptSpans(
  database: Database,
  traceKey: string,
  missingParents?: readonly string[],
): Promise<DirtyFold[]> {
  const found = missingParents
    ? await findOwnersOfMissing(database, traceKey, missingParents)
    : await findAdopted(database, traceKey);
  if (found.size === 0) return [];
  return database.transaction(async (session) => {
    // Locked in the order of their keys, as by everybody; meanwhile other spans may have come.
    const folds = await lockStoredFolds(session, [traceKey, ...found.keys()]);
    const host = folds.find(({ foldKey }) => foldKey === traceKey);
    if (host === undefined) return [];
    const adopted = await findAdopted(session, traceKey);
    const gifts = folds.flatMap((to) => {
      const entries = adopted.get(to.foldKey) ?? [];
      return entries.length === 0 ? [] : [{ to, entries }];
    });
    const [, ...takers] = await giveSpans(session, host, gifts);
    return takers;
  });
}

type Entry = FoldEntry<StoredFacts>;

/** The spans of a trace's own fold that stand below spans of others, and the log records of both, by the keys of these. */
async function findAdopted(session: Session, traceKey: string): Promise<Map<string, Entry[]>> {
  const adopted = new Map<string, Entry[]>();
  const host = await getHost(session, traceKey);
  if (host === undefined) return adopted;
  const set = (await readSpanSets(session, [host])).get(traceKey) ?? createSpanSet();
  const traceId = toTraceId(traceKey);
  const all = listFacts(set).map(parseFacts);
  const entries = all.filter((entry) => entry.traceId === traceId); // a run may have spans in other traces
  if (host.takenBy !== undefined) return adopted.set(host.takenBy, entries);
  const spans = entries.filter((entry): entry is StoredFacts => !isLogRecord(entry));
  const children = groupBy(spans, ({ parentSpanId }) => parentSpanId);
  const logRecords = groupBy(entries.filter(isLogRecord), ({ spanId }) => spanId);
  const known = new Set(spans.map(({ spanId }) => spanId));
  const named = new Set([...children.keys(), ...logRecords.keys()]);
  const missing = [...named].filter((spanId) => !known.has(spanId));
  for (const [spanId, foldKey] of await findOwners(session, host, missing)) {
    const orphans = children.get(spanId) ?? [];
    const below = orphans.flatMap((orphan) => withDescendants(orphan, children));
    const ofThem = [spanId, ...below.map((span) => span.spanId)].flatMap((id) => logRecords.get(id) ?? []);
    adopted.set(foldKey, [...(adopted.get(foldKey) ?? []), ...below, ...ofThem]);
  }
  return adopted;
}

/** The folds that parents are of which a trace misses. */
async function findOwnersOfMissing(
  session: Session,
  traceKey: string,
  missingParents: readonly string[],
): Promise<Map<string, unknown>> {
  const host = await getHost(session, traceKey);
  if (host?.takenBy !== undefined) return new Map([[host.takenBy, traceKey]]);
  const prefix = toSpanKey({ traceId: toTraceId(traceKey), spanId: "" });
  const missing = missingParents.flatMap((key) => (key.startsWith(prefix) ? key.slice(prefix.length) : []));
  const owners = host === undefined ? new Map<string, string>() : await findOwners(session, host, missing);
  return new Map([...owners].map(([spanId, foldKey]) => [foldKey, spanId]));
}

/** The trace's own fold, when it has spans and other folds have some of the same trace. */
async function getHost(session: Session, traceKey: string): Promise<HostFold | undefined> {
  const [host] = await listFolds(session, [traceKey]);
  return host === undefined || host.joined.length === 0 || host.spans === 0 ? undefined : host;
}

/** In which of the folds that live in a trace spans of these ids are. */
async function findOwners(session: Session, host: HostFold, spanIds: readonly string[]): Promise<Map<string, string>> {
  if (spanIds.length === 0) return new Map();
  const traceId = toTraceId(host.foldKey);
  const rowIds = spanIds.flatMap((id) => [toRowId(traceId, id, "start"), toRowId(traceId, id, "end")]);
  const found = await findSpanFolds(session, await listFolds(session, host.joined), { rowIds, spanIds });
  return new Map(found.map(({ spanId, foldKey }) => [spanId, foldKey]));
}

function toTraceId(traceKey: string): string {
  return traceKey.replaceAll("-", "");
}

/** The span and all below it. An orphan is in no circle: its parent is not there. */
function withDescendants(span: StoredFacts, children: ReadonlyMap<string, StoredFacts[]>): StoredFacts[] {
  const all = [span];
  for (const above of all) all.push(...(children.get(above.spanId) ?? []));
  return all;
}
