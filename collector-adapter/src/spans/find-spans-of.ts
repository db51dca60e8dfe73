import type { OtlpLogRecord } from "../otlp/otlp-log-record.ts";
import type { OtlpSpan } from "../otlp/otlp-span.ts";
import { CONVENTIONS } from "./conventions/conventions.ts";

const READERS = CONVENTIONS.flatMap((convention) => convention.spansOf?.bind(convention) ?? []);

/** The spans that a log record stands for, in the words of the first convention that knows the record; `undefined` when none does. */
export function findSpansOf(record: OtlpLogRecord): readonly OtlpSpan[] | undefined {
  for (const read of READERS) {
    const spans = read(record);
    if (spans !== undefined) return spans;
  }
  return undefined;
}
