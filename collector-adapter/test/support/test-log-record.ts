import { encodeJson, encodeLogsProtobuf, type JsonLogsRequest } from "./otlp-encoder.ts";
import { toAnyValue, toKeyValues, toNanoseconds, type TestAttributes, type TestSpan } from "./test-span.ts";

/** A log record as a test thinks of it. Times are ms since the epoch. */
export interface TestLogRecord {
  /** The span in which it was written; a trace alone, or neither. */
  traceId?: string | undefined;
  spanId?: string | undefined;
  at: number;
  name?: string | undefined;
  severity?: number | undefined;
  /** A text, or members. */
  body?: string | TestAttributes | undefined;
  attributes?: TestAttributes | undefined;
}

/**
 * A log record of a span, ms after the start of the span.
 *
 * @example logOf(chat, { after: 5, name: "gen_ai.user.message", body: { content: "Hi" } })
 */
export function logOf(
  span: TestSpan,
  { after = 0, ...record }: Omit<TestLogRecord, "at"> & { after?: number },
): TestLogRecord {
  return { traceId: span.traceId, spanId: span.spanId, at: span.startedAt + after, ...record };
}

/** The request that an exporter makes of the records. */
export function toLogsRequest(records: readonly TestLogRecord[]): JsonLogsRequest {
  const logRecords = records.map(({ traceId, spanId, at, name, severity, body, attributes = {} }) => ({
    timeUnixNano: toNanoseconds(at),
    ...(severity !== undefined && { severityNumber: severity }),
    ...(name !== undefined && { eventName: name }),
    ...(body !== undefined && { body: toBody(body) }),
    attributes: toKeyValues(attributes),
    ...(traceId !== undefined && { traceId }),
    ...(spanId !== undefined && { spanId }),
  }));
  return { resourceLogs: [{ scopeLogs: [{ scope: { name: "test" }, logRecords }] }] };
}

function toBody(body: string | TestAttributes) {
  return typeof body === "string" ? toAnyValue(body) : { kvlistValue: { values: toKeyValues(body) } };
}

/** Sends the records in one request. */
export function sendLogs(
  url: string,
  records: readonly TestLogRecord[],
  encoding: "json" | "protobuf" = "json",
): Promise<Response> {
  const request = toLogsRequest(records);
  const body = encoding === "json" ? encodeJson(request) : encodeLogsProtobuf(request);
  return fetch(`${url}/v1/logs`, {
    method: "POST",
    headers: { "content-type": encoding === "json" ? "application/json" : "application/x-protobuf" },
    body: new Uint8Array(body),
  });
}

/** Sends the records and returns when they are stored, all of them. */
export async function ingestLogs(
  url: string,
  records: readonly TestLogRecord[],
  encoding: "json" | "protobuf" = "json",
): Promise<void> {
  const response = await sendLogs(url, records, encoding);
  const answer = await response.text();
  const isFullSuccess = response.status === 200 && (answer === "{}" || answer === "");
  if (!isFullSuccess) throw new Error(`The log records were not all taken: ${response.status} ${answer}`);
}
