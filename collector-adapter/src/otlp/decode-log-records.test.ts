import { expect, test } from "vitest";
import { encodeJson, encodeLogsProtobuf, type JsonLogRecord } from "../../test/support/otlp-encoder.ts";
import { decodeItems } from "./decode-request.ts";
import { LOG_RECORD_FORM } from "./log-record-form.ts";
import type { OtlpLogRecord } from "./otlp-log-record.ts";

const TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
const SPAN_ID = "b7ad6b7169203331";
const RECORD: JsonLogRecord = {
  timeUnixNano: "1795393454513250000",
  observedTimeUnixNano: "1795393454600000000",
  severityNumber: 17,
  severityText: "ERROR",
  eventName: "gen_ai.choice",
  body: { kvlistValue: { values: [{ key: "message", value: { stringValue: "hello" } }] } },
  attributes: [{ key: "gen_ai.system", value: { stringValue: "openai" } }],
  traceId: TRACE_ID,
  spanId: SPAN_ID,
};

function decode(body: Uint8Array, encoding: "json" | "protobuf") {
  const records: OtlpLogRecord[] = [];
  return { ...decodeItems(LOG_RECORD_FORM, body, encoding, (record) => records.push(record)), records };
}

function decodeRecords(...logRecords: JsonLogRecord[]) {
  const request = { resourceLogs: [{ scopeLogs: [{ scope: { name: "x" }, logRecords }] }] };
  const json = decode(encodeJson(request), "json");
  expect(decode(encodeLogsProtobuf(request), "protobuf")).toEqual(json);
  return json;
}

test("a log record has the same fields in both encodings", () => {
  expect(decodeRecords(RECORD)).toEqual({
    rejected: 0,
    rejectedReasons: [],
    truncated: 0,
    unread: [],
    records: [
      {
        traceId: TRACE_ID,
        spanId: SPAN_ID,
        name: "gen_ai.choice",
        timestamp: 1795393454513.25,
        severity: 17,
        severityText: "ERROR",
        body: { message: "hello" },
        attributes: { "gen_ai.system": "openai" },
        resource: {},
        scopeName: "x",
        scopeVersion: "",
      },
    ],
  });
});

test("names in JSON may be spelled with underscores, and severities be named", () => {
  const body = {
    resource_logs: [
      {
        scope_logs: [
          {
            log_records: [
              {
                observed_time_unix_nano: "1795393454513250000",
                severity_number: "SEVERITY_NUMBER_WARN2",
                event_name: "e",
                trace_id: TRACE_ID.toUpperCase(),
                span_id: SPAN_ID,
              },
            ],
          },
        ],
      },
    ],
  };
  expect(decode(Buffer.from(JSON.stringify(body)), "json").records).toMatchObject([
    { timestamp: 1795393454513.25, severity: 14, name: "e", traceId: TRACE_ID, spanId: SPAN_ID },
  ]);
});

test("an event of older versions has its name in an attribute, and a record of its receiver that one's time", () => {
  const { eventName: _name, timeUnixNano: _time, ...older } = RECORD;
  const attributes = [{ key: "event.name", value: { stringValue: "gen_ai.user.message" } }];
  expect(decodeRecords({ ...older, attributes }).records).toMatchObject([
    { name: "gen_ai.user.message", timestamp: 1795393454600 },
  ]);
});

test("ids that are missing or zeros name nothing, and a span without a trace neither", () => {
  const zeros = { traceId: "0".repeat(32), spanId: "0".repeat(16) };
  const { traceId: _traceId, ...withoutTrace } = RECORD;
  const { records } = decodeRecords({ ...RECORD, ...zeros }, withoutTrace, { ...RECORD, spanId: zeros.spanId });
  expect(records.map(({ traceId, spanId }) => [traceId, spanId])).toEqual([
    ["", ""],
    ["", ""],
    [TRACE_ID, ""],
  ]);
});

test("a record without any time is rejected alone", () => {
  const { timeUnixNano: _time, observedTimeUnixNano: _observed, ...timeless } = RECORD;
  expect(decodeRecords(timeless, RECORD)).toMatchObject({
    rejected: 1,
    rejectedReasons: ["timeUnixNano or observedTimeUnixNano must be above 0."],
    records: [{ name: "gen_ai.choice" }],
  });
});

test("a body is cut like any text, and the record says so", () => {
  const { records, truncated } = decodeRecords({ ...RECORD, body: { stringValue: "x".repeat(1_048_577) } });
  expect(truncated).toBe(1);
  expect(records[0]?.attributes["otel.cut_values_count"]).toBe(1);
});

test("what holds no log record is told", () => {
  const spans = { resourceSpans: [{ scopeSpans: [] }] };
  expect(decode(Buffer.from(JSON.stringify(spans)), "json").unread).toEqual([
    expect.stringMatching("^This is an OTLP traces request, .*/v1/traces"),
  ]);
  expect(decode(Buffer.from('{"logs":[1]}'), "json").unread).toEqual([
    expect.stringMatching(/found logs, expected resourceLogs\[\]\.scopeLogs\[\]\.logRecords\[\]/),
  ]);
});
