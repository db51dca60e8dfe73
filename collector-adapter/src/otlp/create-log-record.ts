import type { OtlpLogRecord } from "./otlp-log-record.ts";
import type { Attributes } from "./otlp-span.ts";

/** A log record with nothing set, for the decoders to fill: one shape for all, which keeps reading them fast. */
export function createLogRecord(resource: Attributes): OtlpLogRecord {
  return {
    traceId: "",
    spanId: "",
    name: "",
    timestamp: 0,
    severity: 0,
    severityText: "",
    body: undefined,
    attributes: {},
    resource,
    scopeName: "",
    scopeVersion: "",
  };
}
