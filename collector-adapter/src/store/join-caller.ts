import type { Database } from "../database/database.ts";
import { handOnTraces } from "../sql/insert-joined-folds.ts";
import type { DirtyFold } from "../sql/list-fold-keys.ts";
import { lockFolds } from "../sql/lock-folds.ts";
import { toTraceKey } from "../uuid.ts";
import { foldAll, listFacts } from "./fold-set.ts";
import { giveSpans } from "./give-spans.ts";
import { isLarge } from "./is-large.ts";
import { lockStoredFolds } from "./lock-stored-folds.ts";
import { readSpanSets } from "./read-span-sets.ts";
import { createSpanSet, parseFacts } from "./span-set.ts";

/**
 * Of two folds that name the same responses, gives the one that a gateway tells to that of the run which made the calls, if folded
 * together they are such a pair: which one is whose, the fold alone says. Whatever else comes of the gateway's trace
 * follows.
 *
 * @returns both folds, which are marked; an empty list when they do not belong together, or one has more than 5,000 spans
 */
export async function joinCaller(database: Database, pair: readonly [string, string]): Promise<DirtyFold[]> {
  return database.transaction(async (session) => {
    const folds = await lockStoredFolds(session, pair);
    const sets = folds.some(isLarge) ? new Map() : await readSpanSets(session, folds);
    const [a, b] = folds.map((fold) => ({
      fold,
      entries: listFacts(sets.get(fold.foldKey) ?? createSpanSet()).map(parseFacts),
    }));
    if (a === undefined || b === undefined) return [];
    const { marks } = foldAll([...a.entries, ...b.entries]);
    const tellsOf = (own: typeof marks, { fold }: typeof a) =>
      own.some(({ mirrorOf }) => mirrorOf !== undefined && fold.traceKeys.includes(toTraceKey(mirrorOf.traceId)));
    const isOfB = tellsOf(marks.slice(0, a.entries.length), b);
    if (!isOfB && !tellsOf(marks.slice(a.entries.length), a)) return [];
    const [gateway, caller] = isOfB ? [a, b] : [b, a];
    if (gateway.fold.runs.length !== 1) return []; // a trace of several runs is not a mirror as a whole
    const { foldKey, traceKeys } = gateway.fold;
    await lockFolds(session, [{ foldKey, seenAt: "never", hostsRuns: true }]);
    await handOnTraces(session, traceKeys, { from: foldKey, to: caller.fold.foldKey });
    return giveSpans(session, gateway.fold, [{ to: caller.fold, entries: gateway.entries }]);
  });
}
