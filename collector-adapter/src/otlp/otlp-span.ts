/**
 * Value of an attribute. A 64-bit integer that no double holds exactly is its decimal string; bytes are base64; a double
 * that JSON has no number for is `"NaN"`, `"Infinity"` or `"-Infinity"`.
 */
export type AttributeValue = string | number | boolean | null | AttributeValue[] | { [key: string]: AttributeValue };

/** Attributes of a span or resource. An own property may be called `__proto__`: the decoder defines it as plain data. */
export type Attributes = { [key: string]: AttributeValue };

/** Something that happened at one moment of a span. `timestamp` is in ms since the epoch, with a fraction. */
export interface OtlpSpanEvent {
  name: string;
  timestamp: number;
  attributes: Attributes;
}

/** Reference to another span, ids in lower-case hex. */
export interface OtlpSpanLink {
  traceId: string;
  spanId: string;
  attributes: Attributes;
}

/**
 * One span as it came over the wire, valid and within the limits of `span-limits.ts`, the same for protobuf and JSON.
 *
 * Every string is well-formed Unicode without NUL, so that Postgres takes it as `text` and inside `jsonb`.
 *
 * @example { traceId: "0a4f…7f10", spanId: "b7ad6b7169203331", name: "chat gpt-4o", kind: 3, startedAt: 1795393454513.25, … }
 */
export interface OtlpSpan {
  /** 32 lower-case hex digits, not all zero. */
  traceId: string;
  /** 16 lower-case hex digits, not all zero. */
  spanId: string;
  /** `undefined` on the root of a trace. */
  parentSpanId: string | undefined;
  /** W3C `tracestate`: what the spans above hand down, vendor by vendor. Empty when there is none. */
  traceState: string;
  /** Bits 0–7 W3C trace flags, 8 "has is-remote", 9 "is remote"; higher bits may be set. */
  flags: number;
  name: string;
  /** OTLP number: 0 unspecified, 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  kind: number;
  /** Ms since the epoch with a fraction, to the microsecond. */
  startedAt: number;
  /** Never before `startedAt`. `undefined` when the end on the wire is 0: a snapshot of a span that has not ended. */
  endedAt: number | undefined;
  attributes: Attributes;
  events: OtlpSpanEvent[];
  links: OtlpSpanLink[];
  /** 0 unset, 1 ok, 2 error. */
  statusCode: 0 | 1 | 2;
  statusMessage: string;
  /** One object shared by all spans of a ResourceSpans: never change it. */
  resource: Attributes;
  scopeName: string;
  scopeVersion: string;
}
