import { describe, expect, test } from "vitest";
import { encodeProtobuf, fixed64, message, text, varint } from "../../test/support/otlp-encoder.ts";
import { decodeTraceRequest } from "./decode-request.ts";

const SPAN = {
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "b7ad6b7169203331",
  name: "chat",
  startTimeUnixNano: "1795393454513250000",
};
const SCOPE_SPANS = [{ spans: [SPAN] }];
const LOGS = [{ scopeLogs: [{ logRecords: [{ timeUnixNano: "1", body: { stringValue: "a" } }] }] }];
const METRICS = [{ scopeMetrics: [{ metrics: [{ name: "m", gauge: { dataPoints: [{ asInt: "1" }] } }] }] }];

function decodeJson(body: unknown) {
  return decodeTraceRequest(Buffer.from(JSON.stringify(body)), "json");
}

describe("a request that holds nothing is not a mistake", () => {
  test.each<[unknown]>([
    [{}],
    [{ resourceSpans: [] }],
    [{ resourceSpans: null }],
    [{ resource_spans: [{}] }],
    [{ resourceSpans: [{ resource: { attributes: [] }, scopeSpans: [{ scope: { name: "s" }, spans: [] }] }] }],
    [{ resourceSpans: [{ scopeSpans: [{ schemaUrl: "s" }], schemaUrl: "s" }] }],
    [{ resourceSpans: [{ instrumentationLibrarySpans: [{ spans: [] }] }] }],
    [{ resourceLogs: [], extra: null }],
  ])("in JSON: %j", (body) => {
    expect(decodeJson(body)).toMatchObject({ spans: [], rejected: 0, unread: [] });
  });

  test("in protobuf", () => {
    const schemaUrl = text(3, "s");
    const body = message(1, [message(1, []), message(2, [message(1, [text(1, "scope")]), schemaUrl]), schemaUrl]);
    expect(decodeTraceRequest(body, "protobuf")).toMatchObject({ spans: [], rejected: 0, unread: [] });
  });
});

describe("what holds something but no span is told", () => {
  test.each<[unknown, string]>([
    [{ spans: [SPAN] }, "found spans, expected"],
    [{ data: [SPAN], version: 2 }, "found data, version, expected"],
    [{ resourceSpans: [{ spans: [SPAN] }] }, "found resourceSpans[].spans, expected"],
    [{ resourceSpans: [{ scopeSpans: [{ logRecords: [{}] }] }] }, "found scopeSpans[].logRecords, expected"],
  ])("unknown names in JSON: %j", (body, found) => {
    expect(decodeJson(body)).toMatchObject({ rejected: 0, unread: [expect.stringContaining(found)] });
  });

  test("unknown fields in protobuf", () => {
    const body = Buffer.concat([varint(4, 1n), message(1, [message(1000, [])])]);
    const found = "found field 4 of wire type 0, field 1000 of wire type 2, expected";
    expect(decodeTraceRequest(body, "protobuf").unread).toEqual([expect.stringContaining(found)]);
  });

  test("five names at most, and each shortened", () => {
    const names = Array.from({ length: 9 }, (_, index) => `${index}${"x".repeat(1000)}`);
    const { unread } = decodeJson(Object.fromEntries(names.map((name) => [name, 1])));
    expect(unread[0]?.length).toBeLessThan(600);
    expect(unread[0]).toContain("4xxx");
    expect(unread[0]).not.toContain("5xxx");
  });

  test("but unknown names beside a span are a later version's", () => {
    const body = { resourceSpans: [{ scopeSpans: [{ spans: [SPAN], later: 1 }], later: 1 }], later: 1 };
    expect(decodeJson(body)).toMatchObject({ spans: [{}], unread: [] });
  });
});

describe("other signals in JSON are named", () => {
  test.each<[object, string]>([
    [{ resourceLogs: LOGS }, "This is an OTLP logs request"],
    [{ resource_logs: LOGS }, "This is an OTLP logs request"],
    [{ resourceMetrics: METRICS }, "This is an OTLP metrics request"],
    [{ resource_metrics: METRICS }, "This is an OTLP metrics request"],
    [{ resourceLogs: LOGS, resourceSpans: [{ scopeSpans: SCOPE_SPANS }] }, "This is an OTLP logs request"],
  ])("%j", (body, expected) => {
    expect(decodeJson(body)).toMatchObject({ rejected: 0, unread: [expect.stringContaining(expected)] });
  });
});

describe("spans under the name of before OTLP 1.0", () => {
  const old = [{ instrumentationLibrary: { name: "x" }, spans: [SPAN, SPAN] }, { spans: [SPAN] }];

  test.each(["instrumentationLibrarySpans", "instrumentation_library_spans"])("are counted and named: %s", (name) => {
    const { rejected, rejectedReasons, unread } = decodeJson({
      resourceSpans: [{ [name]: old }, { scopeSpans: SCOPE_SPANS }],
    });
    expect({ rejected, rejectedReasons }).toEqual({ rejected: 3, rejectedReasons: [] });
    expect(unread).toEqual([expect.stringContaining("send them in scopeSpans")]);
  });

  test("are left out without a word beside the same ones under the new name", () => {
    const resourceSpans = [{ scopeSpans: SCOPE_SPANS, instrumentationLibrarySpans: SCOPE_SPANS }];
    expect(decodeJson({ resourceSpans })).toMatchObject({ spans: [{}], rejected: 0, unread: [] });
  });
});

test("a valid span makes protobuf a trace request, whatever stands beside it", () => {
  const log = message(1, [message(2, [message(2, [fixed64(1, "1"), fixed64(11, "1")])])]);
  const body = Buffer.concat([log, encodeProtobuf({ resourceSpans: [{ scopeSpans: SCOPE_SPANS }] })]);
  expect(decodeTraceRequest(body, "protobuf")).toMatchObject({ spans: [{}], rejected: 1, unread: [] });
});
