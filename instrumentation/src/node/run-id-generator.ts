import { randomBytes } from "node:crypto";
import type { IdGenerator } from "../opentelemetry-sdk.ts";
import type { SpanIdSource, SpanIds } from "../steps/step.ts";

/** Hexadecimal digits of a trace id and of a span id. */
const TRACE_ID_CHARS = 32;
const SPAN_ID_CHARS = 16;
/** Bytes asked of the system at a time: enough for the spans of a run. One id after the other took 1 µs of each span. */
const POOL_BYTES = 1_024;

/** Random ids, but for the spans that a run tracer starts with ids of its own. */
export function createRunIdGenerator(): IdGenerator & SpanIdSource {
  let pool = "";
  let next: SpanIds = {};

  function takeId(chars: number): string {
    if (pool.length < chars) pool = randomBytes(POOL_BYTES).toString("hex");
    const id = pool.slice(0, chars);
    pool = pool.slice(chars);
    return id;
  }

  return {
    generateTraceId: () => next.traceId ?? takeId(TRACE_ID_CHARS),
    generateSpanId: () => next.spanId ?? takeId(SPAN_ID_CHARS),
    // Starting a span is synchronous, so nothing else can take the ids in between.
    withIds(ids, start) {
      next = ids;
      try {
        return start();
      } finally {
        next = {};
      }
    },
  };
}
