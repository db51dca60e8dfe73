import type { Session } from "../database/database.ts";
import type { EstimateCost } from "../prices/create-estimate.ts";
import type { StoredFacts } from "../records/span-record.ts";
import { toRowId } from "../spans/row-id.ts";
import type { FoldRow } from "../sql/fold-columns.ts";
import { updateFacts, type ChangedFacts } from "../sql/update-facts.ts";
import { toTraceKey } from "../uuid.ts";
import { withEstimate } from "./estimate-costs.ts";
import { createSpanSet, type SpanSet } from "./span-set.ts";

/** A fold with its spans. */
interface PricedFold {
  fold: FoldRow;
  spans: SpanSet;
}

/**
 * Estimates anew what the calls of some folds cost, and writes the facts that change. Such a fold gets another version, so that nobody
 * takes what is remembered of it for right. Calls that go on tell no tokens yet.
 */
export async function estimateAgain(
  session: Session,
  folds: readonly FoldRow[],
  sets: ReadonlyMap<string, SpanSet>,
  estimate: EstimateCost | undefined,
): Promise<PricedFold[]> {
  const all: ChangedFacts[] = [];
  const priced = folds.map((fold): PricedFold => {
    const spans = sets.get(fold.foldKey) ?? createSpanSet();
    const before = all.length;
    for (const span of spans.spans.values()) {
      const facts = withEstimate(span.facts, estimate);
      if (span.isOpen || facts === span.facts) continue;
      span.facts = facts;
      all.push(toChange(fold.foldKey, facts));
    }
    return { fold: all.length === before ? fold : { ...fold, version: fold.version + 1 }, spans };
  });
  await updateFacts(session, all);
  return priced;
}

/** The row of the end of a span, by what its facts say. */
function toChange(foldKey: string, facts: string): ChangedFacts {
  const { traceId, spanId, runId = toTraceKey(traceId), startedAt }: StoredFacts = JSON.parse(facts);
  return { id: toRowId(traceId, spanId, "end"), runId, startedAt, foldKey, facts };
}
