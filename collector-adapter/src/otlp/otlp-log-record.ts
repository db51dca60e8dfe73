import type { Attributes, AttributeValue } from "./otlp-span.ts";

/**
 * One log record as it came over the wire, valid and within the limits of `span-limits.ts`, the same for protobuf and JSON.
 *
 * @example { traceId: "0a4f…7f10", spanId: "b7ad6b7169203331", name: "gen_ai.choice", severity: 9, timestamp: 1795393454513.25, … }
 */
export interface OtlpLogRecord {
  /** 32 lower-case hex digits; empty on a record of no trace. */
  traceId: string;
  /** 16 lower-case hex digits; empty on a record of no span. */
  spanId: string;
  /** Name of the event: the field, or the attribute `event.name` of those who write for older versions; empty on a plain record. */
  name: string;
  /** When it happened, else when it was seen: ms since the epoch with a fraction, to the microsecond. */
  timestamp: number;
  /** OTLP number: 1–4 trace, 5–8 debug, 9–12 info, 13–16 warn, 17–20 error, 21–24 fatal; 0 where nothing is said. */
  severity: number;
  /** The sender's own word for it. */
  severityText: string;
  /** Absent on a record without one. */
  body: AttributeValue | undefined;
  attributes: Attributes;
  /** One object shared by all records of a ResourceLogs: never change it. */
  resource: Attributes;
  scopeName: string;
  scopeVersion: string;
}
