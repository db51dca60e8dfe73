import { readSpans } from "../../src/ingest/read-spans.ts";
import type { SpanRecord } from "../../src/records/span-record.ts";
import { encodeJson } from "./otlp-encoder.ts";
import { toTraceRequest, type TestSpan } from "./test-span.ts";

/** What spans bring to the store, as if they had come in one request. */
export function toRecords(spans: readonly TestSpan[]): SpanRecord[] {
  const body = Buffer.from(encodeJson(toTraceRequest(spans)));
  return readSpans({ signal: "traces", body, encoding: "json" }).parts.flatMap((part) => part.read());
}
