import { isLogRecord } from "../fold/fold-entries.ts";
import type { EstimateCost } from "../prices/create-estimate.ts";
import type { SpanRecord } from "../records/span-record.ts";
import { parseFacts } from "./span-set.ts";

/** What facts of a call that may be priced have in them. Quotes of a text have a backslash before them. */
const HAS_TOKENS = '"tokens":{';

/**
 * Notes in the facts of calls that do not tell their price what they cost by a price list. Decided once, where spans are stored,
 * whichever way they came: lists, sums and waterfalls read the same number. Of a span without tokens no fact is looked at.
 */
export function estimateCosts(records: readonly SpanRecord[], estimate: EstimateCost): readonly SpanRecord[] {
  return records.map((record) => {
    const facts = withEstimate(record.facts, estimate);
    return facts === record.facts ? record : withFacts(record, facts);
  });
}

/** Facts with the estimate of today's prices in the place of an earlier one; the same text where nothing changes. */
export function withEstimate(facts: string, estimate: EstimateCost | undefined): string {
  if (!facts.includes(HAS_TOKENS)) return facts;
  const entry = parseFacts(facts);
  if (isLogRecord(entry)) return facts;
  const { estimatedCost: before, ...known } = entry;
  const isCall = known.kind === "model_call" || known.kind === "embedding";
  const estimatedCost = isCall && known.cost === undefined ? estimate?.(known) : undefined;
  if (estimatedCost === before) return facts;
  const rest = before === undefined ? facts : JSON.stringify(known);
  return estimatedCost === undefined ? rest : `${rest.slice(0, -1)},"estimatedCost":${estimatedCost}}`;
}

function withFacts(record: SpanRecord, facts: string): SpanRecord {
  const { rows, open } = record;
  return {
    ...record,
    facts,
    rows: rows.map((row) => (row.facts === undefined ? row : { ...row, facts })),
    ...(open && { open: { ...open, facts } }),
  };
}
