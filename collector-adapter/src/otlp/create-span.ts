import type { Attributes, OtlpSpan } from "./otlp-span.ts";

/** A span with nothing set, for the decoders to fill: one shape for all, which keeps reading them fast. */
export function createSpan(resource: Attributes): OtlpSpan {
  return {
    traceId: "",
    spanId: "",
    parentSpanId: undefined,
    traceState: "",
    flags: 0,
    name: "",
    kind: 0,
    startedAt: 0,
    endedAt: undefined,
    attributes: {},
    events: [],
    links: [],
    statusCode: 0,
    statusMessage: "",
    resource,
    scopeName: "",
    scopeVersion: "",
  };
}
