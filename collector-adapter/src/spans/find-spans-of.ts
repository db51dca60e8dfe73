import type { OtlpLogRecord } from "../otlp/otlp-log-record.ts";
import type { OtlpSpan } from "../otlp/otlp-span.ts";
import { CONVENTIONS } from "./conventions/conventions.ts";

/** What a log record stands for. */
interface SpansOfRecord {
  spans: readonly OtlpSpan[];
  /** Why not all that the record holds could be taken; empty when all was. */
  refused: readonly string[];
}

const READERS = CONVENTIONS.flatMap((convention) => convention.spansOf?.bind(convention) ?? []);

/** The spans that a log record stands for, in the words of the first convention that knows the record; `undefined` when none does. */
export function findSpansOf(record: OtlpLogRecord): SpansOfRecord | undefined {
  for (const read of READERS) {
    const refused: string[] = [];
    const spans = read(record, (reason) => refused.push(reason));
    if (spans !== undefined) return { spans, refused };
  }
  return undefined;
}
