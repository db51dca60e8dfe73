import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytes, encodeProtobuf, fixed64, message, tag, text, varint } from "../../test/support/otlp-encoder.ts";
import { decodeTraceRequest } from "./decode-request.ts";
import { findOtherSignal } from "./find-other-signal.ts";

const TRACE_ID = Buffer.from("0af7651916cd43dd8448eb211c80319c", "hex");
const SPAN_ID = Buffer.from("b7ad6b7169203331", "hex");
const TIME = "1795393454513250000";
const ATTRIBUTE = [text(1, "gen_ai.operation.name"), message(2, [text(1, "chat")])];
const RESOURCE = message(1, [message(1, ATTRIBUTE)]);
const SCOPE = message(1, [text(1, "scope")]);

function toRequest(...items: Buffer[][]): Buffer {
  return message(1, [RESOURCE, message(2, [SCOPE, ...items.map((item) => message(2, item))])]);
}

const LOGS: [string, Buffer[]][] = [
  [
    "with every field",
    [
      fixed64(1, TIME),
      varint(2, 9n),
      text(3, "INFO"),
      message(5, [text(1, "said something")]),
      message(6, ATTRIBUTE),
      Buffer.concat([tag(8, 5), Buffer.alloc(4)]),
      bytes(9, TRACE_ID),
      bytes(10, SPAN_ID),
      fixed64(11, TIME),
      text(12, "gen_ai.user.message"),
    ],
  ],
  ["with the time of its receiver only", [message(5, [text(1, "b")]), fixed64(11, TIME)]],
  ["with a severity and no time", [varint(2, 17n), message(5, [text(1, "b")])]],
];

/** A data point: labels are field 7 in all kinds but the exponential histogram. */
const POINT = message(1, [message(7, ATTRIBUTE), fixed64(2, TIME), fixed64(3, TIME), fixed64(6, "12")]);
const METRICS: [string, Buffer[]][] = [
  ["gauge", [text(1, "queue.size"), text(3, "1"), message(5, [POINT])]],
  ["sum", [text(1, "calls"), message(7, [POINT, varint(2, 2n), varint(3, 1n)])]],
  ["histogram", [text(1, "gen_ai.client.operation.duration"), message(9, [POINT, varint(2, 2n)])]],
  ["exponential histogram", [text(1, "duration"), message(10, [POINT])]],
  ["summary", [text(1, "duration"), message(11, [POINT])]],
  [
    "sum whose name and description have the lengths of ids",
    [bytes(1, TRACE_ID), bytes(2, SPAN_ID), message(7, [POINT])],
  ],
];

describe.each([
  ["logs", LOGS],
  ["metrics", METRICS],
] as const)("a request of %s", (signal, items) => {
  test.each(items)("is named: %s", (_, item) => {
    const advice = { logs: "send it to /v1/logs", metrics: "OTEL_METRICS_EXPORTER=none" }[signal];
    const expected = [expect.stringMatching(`^This is an OTLP ${signal} request, .*${advice}`)];
    const result = { spans: [], rejected: 0, rejectedReasons: [], truncated: 0, unread: expected };
    expect(decodeTraceRequest(toRequest(item, item), "protobuf")).toMatchObject(result);
  });

  test("is named when some of it is empty", () => {
    const empty = message(1, [RESOURCE, message(2, [SCOPE])]);
    const filled = items.map(([, item]) => item);
    expect(findOtherSignal(Buffer.concat([empty, toRequest([], ...filled)]), "traces")).toBe(signal);
  });
});

describe("a request of traces is no other signal", () => {
  const attributes = [{ key: "k", value: { stringValue: "v" } }];
  const span = {
    traceId: TRACE_ID.toString("hex"),
    spanId: SPAN_ID.toString("hex"),
    parentSpanId: SPAN_ID.toString("hex"),
    name: "chat",
    kind: 3,
    startTimeUnixNano: TIME,
    endTimeUnixNano: TIME,
    attributes,
    droppedAttributesCount: 1,
    events: [{ timeUnixNano: TIME, name: "exception", attributes }],
    links: [{ traceId: TRACE_ID.toString("hex"), spanId: SPAN_ID.toString("hex"), attributes }],
    status: { code: 2, message: "failed" },
  };

  test.each(["langfuse", "openinference-agno", "strands"])("as recorded from %s", (name) => {
    const body = readFileSync(new URL(`../../test/fixtures/otlp/${name}.pb`, import.meta.url));
    expect(findOtherSignal(body, "traces")).toBeUndefined();
    expect(decodeTraceRequest(body, "protobuf").unread).toEqual([]);
  });

  test.each<[string, Buffer[]]>([
    ["no start", [bytes(1, TRACE_ID), bytes(2, SPAN_ID), text(5, "chat"), message(9, ATTRIBUTE)]],
    ["a short trace id", [text(1, "abcd"), text(2, "abcd"), text(5, "chat"), message(11, [fixed64(1, TIME)])]],
    ["nothing but a name", [text(5, "chat")]],
    ["nothing", []],
  ])("when its only span has %s", (_, item) => {
    expect(decodeTraceRequest(toRequest(item), "protobuf")).toMatchObject({ rejected: 1, unread: [] });
  });

  test("when it ends anywhere, or has a field less or changed ids", () => {
    const { startTimeUnixNano: _, ...withoutStart } = span;
    for (const changed of [span, withoutStart, { ...span, traceId: "" }, { ...span, spanId: "0b" }]) {
      const body = encodeProtobuf({
        resourceSpans: [{ resource: { attributes }, scopeSpans: [{ spans: [changed] }] }],
      });
      for (const length of body.keys()) expect(findOtherSignal(body.subarray(0, length), "traces")).toBeUndefined();
      expect(findOtherSignal(body, "traces")).toBeUndefined();
    }
  });
});

test("spans among log records are named, and log records are not", () => {
  const span = [
    bytes(1, TRACE_ID),
    bytes(2, SPAN_ID),
    text(5, "chat"),
    varint(6, 3n),
    fixed64(7, TIME),
    fixed64(8, TIME),
  ];
  expect(findOtherSignal(toRequest(span), "logs")).toBe("traces");
  for (const [, record] of LOGS) expect(findOtherSignal(toRequest(record), "logs")).toBeUndefined();
});

test("whatever the bytes are, the question has an answer", () => {
  const bodies = fc.uint8Array({ maxLength: 60 }).map((content) => toRequest([Buffer.from(content)]));
  fc.assert(
    fc.property(fc.oneof(bodies, fc.uint8Array({ maxLength: 300 })), (body) => {
      expect([undefined, "logs", "metrics"]).toContain(findOtherSignal(body, "traces"));
    }),
    { numRuns: 1000 },
  );
});
