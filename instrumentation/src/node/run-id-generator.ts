import { RandomIdGenerator } from "../opentelemetry-sdk.ts";
import type { IdGenerator } from "../opentelemetry-sdk.ts";
import type { SpanIdSource, SpanIds } from "../steps/step.ts";

/** Random ids, but for the spans that a run tracer starts with ids of its own. */
export function createRunIdGenerator(): IdGenerator & SpanIdSource {
  const random = new RandomIdGenerator();
  let next: SpanIds = {};
  return {
    generateTraceId: () => next.traceId ?? random.generateTraceId(),
    generateSpanId: () => next.spanId ?? random.generateSpanId(),
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
