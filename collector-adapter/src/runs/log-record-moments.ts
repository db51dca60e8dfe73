import type { LogRecordMoment, RunSpan } from "@runline/contract";
import type { LogRecordFacts } from "../records/span-record.ts";

/** Log records of a span that are drawn on its bar. */
const MAX_MOMENTS = 32;
const GRAVITY = { error: 2, warn: 1 };

/** What the bar of a span tells of its log records, messages of a model left out: those are told with the content. */
export function toLogRecordMoments(
  all: readonly LogRecordFacts[] = [],
): Pick<RunSpan, "logRecords" | "moreLogRecords"> {
  const told = all.filter(({ isContent }) => !isContent);
  if (told.length === 0) return {};
  const gravest = told.toSorted((a, b) => toGravity(b) - toGravity(a)).slice(0, MAX_MOMENTS);
  const logRecords = gravest
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, level }): LogRecordMoment => ({ at, ...(level && { level }) }));
  const more = told.length - logRecords.length;
  return { logRecords, ...(more > 0 && { moreLogRecords: more }) };
}

function toGravity({ level }: LogRecordFacts): number {
  return level === undefined ? 0 : GRAVITY[level];
}
