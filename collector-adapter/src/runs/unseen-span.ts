import type { FoldLogRecord } from "../fold/fold-log-record.ts";
import type { StoredFacts } from "../records/span-record.ts";

/**
 * Stands in a waterfall for a span of which only log records have come, so that these can be found: from the first of them to the last.
 * The fold knows nothing of it.
 *
 * @param logRecords - one at least, in their order
 */
export function toUnseenSpan(logRecords: readonly FoldLogRecord[]): StoredFacts {
  const [first, last] = [logRecords[0], logRecords.at(-1)];
  if (first === undefined || last === undefined)
    throw new RangeError("A span that did not come is known by its log records, of which there are none.");
  return {
    traceId: first.traceId,
    spanId: first.spanId,
    kind: "infrastructure",
    name: "",
    label: /^0+$/.test(first.spanId) ? "Log records of the trace" : "A span that has not come",
    convention: "none",
    startedAt: first.at,
    endedAt: last.at,
    logRecords,
  };
}
