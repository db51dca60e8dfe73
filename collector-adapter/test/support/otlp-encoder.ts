/** An OTLP trace request in protobuf's JSON mapping, as far as the tests need it. */
export interface JsonRequest {
  resourceSpans: { resource?: { attributes: JsonKeyValue[] }; scopeSpans: JsonScopeSpans[] }[];
}
interface JsonScopeSpans {
  scope?: { name: string; version?: string };
  spans: JsonSpan[];
}
export interface JsonKeyValue {
  key: string;
  value: JsonAnyValue;
}
export type JsonAnyValue =
  | { stringValue: string }
  | { boolValue: boolean }
  | { intValue: string }
  | { doubleValue: number | "NaN" | "Infinity" | "-Infinity" }
  | { bytesValue: string }
  | { arrayValue: { values: JsonAnyValue[] } }
  | { kvlistValue: { values: JsonKeyValue[] } }
  | Record<string, never>;
export interface JsonSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  traceState?: string;
  flags?: number;
  name?: string;
  kind?: number;
  startTimeUnixNano?: string;
  endTimeUnixNano?: string;
  attributes?: JsonKeyValue[];
  droppedAttributesCount?: number;
  events?: { timeUnixNano: string; name: string; attributes?: JsonKeyValue[] }[];
  links?: { traceId: string; spanId: string; attributes?: JsonKeyValue[] }[];
  status?: { code?: number; message?: string };
}

/** An OTLP logs request in protobuf's JSON mapping. */
export interface JsonLogsRequest {
  resourceLogs: {
    resource?: { attributes: JsonKeyValue[] };
    scopeLogs: { scope?: { name: string; version?: string }; logRecords: JsonLogRecord[] }[];
  }[];
}
export interface JsonLogRecord {
  timeUnixNano?: string;
  observedTimeUnixNano?: string;
  severityNumber?: number;
  severityText?: string;
  eventName?: string;
  body?: JsonAnyValue;
  attributes?: JsonKeyValue[];
  droppedAttributesCount?: number;
  traceId?: string;
  spanId?: string;
}

/** The same in protobuf. */
export function encodeLogsProtobuf(request: JsonLogsRequest): Buffer {
  return Buffer.concat(
    request.resourceLogs.map(({ resource, scopeLogs }) =>
      message(1, [
        message(1, (resource?.attributes ?? []).map(toKeyValue(1))),
        ...scopeLogs.map(({ scope, logRecords }) =>
          message(2, [
            message(1, [text(1, scope?.name ?? ""), text(2, scope?.version ?? "")]),
            ...logRecords.map((record) => message(2, toLogRecord(record))),
          ]),
        ),
      ]),
    ),
  );
}

function toLogRecord(record: JsonLogRecord): Buffer[] {
  return [
    fixed64(1, record.timeUnixNano ?? "0"),
    varint(2, BigInt(record.severityNumber ?? 0)),
    text(3, record.severityText ?? ""),
    ...(record.body === undefined ? [] : [message(5, [toAnyValue(record.body)])]),
    ...(record.attributes ?? []).map(toKeyValue(6)),
    varint(7, BigInt(record.droppedAttributesCount ?? 0)),
    bytes(9, Buffer.from(record.traceId ?? "", "hex")),
    bytes(10, Buffer.from(record.spanId ?? "", "hex")),
    fixed64(11, record.observedTimeUnixNano ?? "0"),
    text(12, record.eventName ?? ""),
  ];
}

/** The same request in protobuf, written by the specification and not by the decoder under test. */
export function encodeProtobuf(request: JsonRequest): Buffer {
  return Buffer.concat(
    request.resourceSpans.map(({ resource, scopeSpans }) =>
      message(1, [
        message(1, (resource?.attributes ?? []).map(toKeyValue(1))),
        ...scopeSpans.map(({ scope, spans }) =>
          message(2, [
            message(1, [text(1, scope?.name ?? ""), text(2, scope?.version ?? "")]),
            ...spans.map((span) => message(2, toSpan(span))),
          ]),
        ),
      ]),
    ),
  );
}

export function encodeJson(request: JsonRequest | JsonLogsRequest): Buffer {
  return Buffer.from(JSON.stringify(request));
}

function toSpan(span: JsonSpan): Buffer[] {
  return [
    bytes(1, Buffer.from(span.traceId, "hex")),
    bytes(2, Buffer.from(span.spanId, "hex")),
    text(3, span.traceState ?? ""),
    bytes(4, Buffer.from(span.parentSpanId ?? "", "hex")),
    text(5, span.name ?? ""),
    varint(6, BigInt(span.kind ?? 0)),
    fixed64(7, span.startTimeUnixNano ?? "0"),
    fixed64(8, span.endTimeUnixNano ?? "0"),
    ...(span.attributes ?? []).map(toKeyValue(9)),
    varint(10, BigInt(span.droppedAttributesCount ?? 0)),
    ...(span.events ?? []).map((event) =>
      message(11, [
        fixed64(1, event.timeUnixNano),
        text(2, event.name),
        ...(event.attributes ?? []).map(toKeyValue(3)),
      ]),
    ),
    ...(span.links ?? []).map((link) =>
      message(13, [
        bytes(1, Buffer.from(link.traceId, "hex")),
        bytes(2, Buffer.from(link.spanId, "hex")),
        ...(link.attributes ?? []).map(toKeyValue(4)),
      ]),
    ),
    message(15, [text(2, span.status?.message ?? ""), varint(3, BigInt(span.status?.code ?? 0))]),
    Buffer.concat([tag(16, 5), uint32(span.flags ?? 0)]),
  ];
}

function toKeyValue(field: number): (keyValue: JsonKeyValue) => Buffer {
  return ({ key, value }) => message(field, [text(1, key), message(2, [toAnyValue(value)])]);
}

function toAnyValue(value: JsonAnyValue): Buffer {
  if ("stringValue" in value) return bytes(1, Buffer.from(value.stringValue));
  if ("boolValue" in value) return varint(2, value.boolValue ? 1n : 0n);
  if ("intValue" in value) return varint(3, BigInt(value.intValue));
  if ("doubleValue" in value) return Buffer.concat([tag(4, 1), double(Number(value.doubleValue))]);
  if ("arrayValue" in value)
    return message(
      5,
      value.arrayValue.values.map((item) => message(1, [toAnyValue(item)])),
    );
  if ("kvlistValue" in value) return message(6, value.kvlistValue.values.map(toKeyValue(1)));
  if ("bytesValue" in value) return bytes(7, Buffer.from(value.bytesValue, "base64"));
  return Buffer.alloc(0);
}

export function message(field: number, parts: Buffer[]): Buffer {
  return bytes(field, Buffer.concat(parts));
}

export function bytes(field: number, content: Buffer): Buffer {
  return Buffer.concat([tag(field, 2), rawVarint(BigInt(content.length)), content]);
}

export function text(field: number, content: string): Buffer {
  return bytes(field, Buffer.from(content));
}

export function varint(field: number, value: bigint): Buffer {
  return Buffer.concat([tag(field, 0), rawVarint(value)]);
}

export function fixed64(field: number, value: string): Buffer {
  const content = Buffer.alloc(8);
  content.writeBigUInt64LE(BigInt(value));
  return Buffer.concat([tag(field, 1), content]);
}

export function tag(field: number, wireType: number): Buffer {
  return rawVarint(BigInt((field << 3) | wireType));
}

function rawVarint(value: bigint): Buffer {
  const content: number[] = [];
  let rest = BigInt.asUintN(64, value);
  while (rest > 0x7fn) {
    content.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  return Buffer.from([...content, Number(rest)]);
}

function uint32(value: number): Buffer {
  const content = Buffer.alloc(4);
  content.writeUInt32LE(value);
  return content;
}

function double(value: number): Buffer {
  const content = Buffer.alloc(8);
  content.writeDoubleLE(value);
  return content;
}
