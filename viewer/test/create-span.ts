import type { RunSpan } from "@runline/contract";

/** An infrastructure span of 100 ms that went well, but for what `extra` says. */
export function createSpan(spanId: string, parentSpanId?: string, extra: Partial<RunSpan> = {}): RunSpan {
  return {
    spanId,
    ...(parentSpanId === undefined ? {} : { parentSpanId }),
    traceId: "t",
    runId: "r",
    kind: "infrastructure",
    name: spanId,
    label: spanId,
    state: "ok",
    startedAt: 0,
    endedAt: 100,
    durationMs: 100,
    ...extra,
  };
}
