import type { Session } from "../database/database.ts";
import { isLogRecord, type FoldEntry } from "../fold/fold-entries.ts";
import { deleteIdleAgents } from "../sql/erase-rows.ts";
import { deleteSpans, findPlace, isOwned, listNamingSpans, type Owner } from "../sql/find-erasable.ts";
import { toTraceKey } from "../uuid.ts";
import { eraseFolds, type Erased } from "./erase-folds.ts";
import { foldRuns, toRunName } from "./fold-runs.ts";
import { foldSet } from "./fold-set.ts";
import { lockStoredFolds } from "./lock-stored-folds.ts";
import { readSpanSets } from "./read-span-sets.ts";
import { addSpan, createSpanSet, parseFacts } from "./span-set.ts";
import { writeFoldOutcomes } from "./write-fold-outcomes.ts";

const NOTHING: Erased = { foldKeys: [], runs: 0, spans: 0 };

/**
 * Erases what a fold has of an owner: all of it when all of its runs are the owner's. Where others have runs in the same trace, the
 * spans of the owner's runs and those that name the owner go, and what is left is folded again.
 */
export async function eraseFromFold(session: Session, foldKey: string, owner: Owner): Promise<Erased> {
  const [fold] = await lockStoredFolds(session, [foldKey]);
  if (fold === undefined) return NOTHING;
  const set = (await readSpanSets(session, [fold])).get(foldKey) ?? createSpanSet();
  const { runs, marks } = foldSet(set);
  const spans = [...set.spans].map(([key, span]) => ({ key, span, facts: parseFacts(span.facts) }));
  const owned = runs.filter((run) => isOwned(owner, run));
  if (owned.length === runs.length && owned.length > 0) return eraseFolds(session, [foldKey]);

  const names = new Set(owned.map(toRunName));
  const naming = new Set(await listNamingSpans(session, owner, fold));
  const isGone = ({ facts }: { facts: FoldEntry }, index: number): boolean => {
    const { agentId, runId } = marks[index] ?? {};
    const isOfRun = agentId !== undefined && runId !== undefined && names.has(toRunName({ agentId, runId }));
    return isOfRun || naming.has(facts.spanId);
  };
  const gone = spans.filter(isGone);
  if (gone.length === 0 && naming.size === 0) return NOTHING;
  const kept = spans.filter((span, index) => !isGone(span, index));
  if (kept.length === 0 && set.omitted === 0) return eraseFolds(session, [foldKey]);

  await deleteSpans(session, fold, [...new Set([...gone.map(({ facts }) => facts.spanId), ...naming])]);
  const place = await findPlace(session, fold);
  const traceKeys = [...new Set(kept.map(({ facts }) => toTraceKey(facts.traceId)))];
  const rest = createSpanSet();
  for (const { key, span } of kept) addSpan(rest, key, span);
  rest.omitted = set.omitted;
  const outcome = foldRuns({ ...fold, ...place, traceKeys, version: fold.version + 1 }, foldSet(rest), "rebuilt");
  await writeFoldOutcomes(session, [outcome]);
  await deleteIdleAgents(
    session,
    [...fold.runs, ...owned].map(({ agentId }) => agentId),
  );
  return { foldKeys: [], runs: owned.length, spans: gone.filter(({ facts }) => !isLogRecord(facts)).length };
}
