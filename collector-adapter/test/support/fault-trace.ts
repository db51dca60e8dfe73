import type { FoldSpan } from "../../src/fold/fold-span.ts";
import { decodeTraceRequest } from "../../src/otlp/decode-request.ts";
import { toSpanRecord } from "../../src/spans/to-span-record.ts";
import { encodeJson } from "./otlp-encoder.ts";
import { newTraceId, toPending, toTraceRequest, type TestAttributes, type TestSpan } from "./test-span.ts";

/** A span as its instrumentation sends it: ms after the start of the trace, its attributes, and the message of its error. */
export interface FaultSpan {
  name: string;
  in?: string;
  at: readonly [from: number, to: number];
  error?: string;
  /** Whether it is a snapshot, the end of which never came. */
  isOpen?: true;
  service?: string;
  has: TestAttributes;
}

const STARTED_AT = 1_795_000_000_000;

/** What is known of the spans of a trace after they went the way of every span: as OTLP, by the conventions. */
export function readFaultTrace(spans: Readonly<Record<string, FaultSpan>>): {
  facts: FoldSpan[];
  idOf: (key: string) => string;
} {
  const traceId = newTraceId();
  const keys = Object.keys(spans);
  const idOf = (key: string) => (keys.indexOf(key) + 1).toString(16).padStart(16, "0");
  const sent = Object.entries(spans).map(([key, span]): TestSpan => {
    const whole: TestSpan = {
      traceId,
      spanId: idOf(key),
      parentSpanId: span.in === undefined ? undefined : idOf(span.in),
      name: span.name,
      startedAt: STARTED_AT + span.at[0],
      endedAt: STARTED_AT + span.at[1],
      attributes: span.has,
      error: span.error,
      resource: { "service.name": span.service ?? "concierge" },
    };
    return span.isOpen ? toPending(whole) : whole;
  });
  const bytes = Buffer.from(encodeJson(toTraceRequest(sent)));
  const facts = [...decodeTraceRequest(bytes, "json").spans].map((span): FoldSpan =>
    JSON.parse(toSpanRecord(span).facts),
  );
  return { facts, idOf };
}
