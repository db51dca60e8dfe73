import { randomBytes } from "node:crypto";
import { ATTR_SPAN_PENDING } from "@runline/contract";
import type { JsonAnyValue, JsonKeyValue, JsonRequest, JsonSpan } from "./otlp-encoder.ts";

export type TestAttributes = Record<string, string | number | boolean>;

/** A span as a test thinks of it. Times are ms since the epoch; without an end it is a snapshot of a span that goes on. */
export interface TestSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string | undefined;
  /** W3C `tracestate`, handed down by the spans above. */
  traceState?: string | undefined;
  name: string;
  startedAt: number;
  endedAt?: number | undefined;
  attributes: TestAttributes;
  events?: readonly { name: string; at: number; attributes: TestAttributes }[] | undefined;
  /** Message of an error status. */
  error?: string | undefined;
  /** Whether the parent is in another process. */
  hasRemoteParent?: boolean | undefined;
  resource: TestAttributes;
}

export const newTraceId = () => randomBytes(16).toString("hex");
export const newSpanId = () => randomBytes(8).toString("hex");

/** What a span processor sends when the span starts: the same without what only the end knows. */
export function toPending(span: TestSpan): TestSpan {
  const { endedAt: _endedAt, error: _error, ...started } = span;
  return { ...started, attributes: { ...started.attributes, [ATTR_SPAN_PENDING]: true } };
}

/** The request that an exporter makes of the spans: those of one resource together, otherwise in the given order. */
export function toTraceRequest(spans: readonly TestSpan[]): JsonRequest {
  const resources = new Map(spans.map((span) => [JSON.stringify(span.resource), span.resource]));
  return {
    resourceSpans: [...resources].map(([key, resource]) => ({
      resource: { attributes: toKeyValues(resource) },
      scopeSpans: [
        {
          scope: { name: "test" },
          spans: spans.filter((span) => JSON.stringify(span.resource) === key).map(toJsonSpan),
        },
      ],
    })),
  };
}

function toJsonSpan(span: TestSpan): JsonSpan {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    ...(span.parentSpanId !== undefined && { parentSpanId: span.parentSpanId }),
    ...(span.traceState !== undefined && { traceState: span.traceState }),
    flags: span.hasRemoteParent ? 0x301 : 0x101,
    name: span.name,
    kind: 1,
    startTimeUnixNano: toNanoseconds(span.startedAt),
    endTimeUnixNano: span.endedAt === undefined ? "0" : toNanoseconds(span.endedAt),
    attributes: toKeyValues(span.attributes),
    ...(span.events !== undefined && {
      events: span.events.map(({ name, at, attributes }) => ({
        timeUnixNano: toNanoseconds(at),
        name,
        attributes: toKeyValues(attributes),
      })),
    }),
    ...(span.error !== undefined && { status: { code: 2, message: span.error } }),
  };
}

export function toNanoseconds(ms: number): string {
  return String(BigInt(Math.round(ms * 1000)) * 1000n);
}

export function toKeyValues(attributes: TestAttributes): JsonKeyValue[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: toAnyValue(value) }));
}

export function toAnyValue(value: string | number | boolean): JsonAnyValue {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}
