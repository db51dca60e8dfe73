import { describe, expect, test } from "vitest";
import { encodeJson, encodeProtobuf } from "../../test/support/otlp-encoder.ts";
import type { JsonAnyValue, JsonSpan } from "../../test/support/otlp-encoder.ts";
import { decodeTraceRequest } from "./decode-request.ts";
import type { DecodedRequest } from "./decode-request.ts";
import type { OtlpSpan } from "./otlp-span.ts";
import * as limits from "./span-limits.ts";

const TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
const SPAN_ID = "b7ad6b7169203331";
const START = "1795393454513250000";
const VALID: JsonSpan = { traceId: TRACE_ID, spanId: SPAN_ID, name: "chat", kind: 3, startTimeUnixNano: START };

/** Decodes the spans from both encodings, which must agree. */
function decodeBoth(...spans: JsonSpan[]): DecodedRequest {
  const request = { resourceSpans: [{ scopeSpans: [{ scope: { name: "test", version: "1" }, spans }] }] };
  const fromProtobuf = decodeTraceRequest(encodeProtobuf(request), "protobuf");
  expect(decodeTraceRequest(encodeJson(request), "json")).toEqual(fromProtobuf);
  return fromProtobuf;
}

function decodeOne(changes: Partial<JsonSpan>): OtlpSpan {
  const { spans, rejectedReasons } = decodeBoth({ ...VALID, ...changes });
  expect(rejectedReasons).toEqual([]);
  return toOnly(spans);
}

function toOnly(spans: OtlpSpan[]): OtlpSpan {
  const [span] = spans;
  if (span === undefined || spans.length > 1) throw new Error(`Expected one span, found ${spans.length}.`);
  return span;
}

function decodeValue(value: JsonAnyValue): unknown {
  return decodeOne({ attributes: [{ key: "value", value }] }).attributes["value"];
}

describe("a valid span", () => {
  test("has every field of the wire", () => {
    const attributes = [{ key: "a", value: { stringValue: "b" } }];
    const span = decodeOne({
      parentSpanId: "00f067aa0ba902b7",
      traceState: "rojo=1,congo=2",
      flags: 257,
      endTimeUnixNano: "1795393454514500000",
      attributes,
      events: [{ timeUnixNano: START, name: "exception", attributes }],
      links: [{ traceId: TRACE_ID, spanId: SPAN_ID, attributes }],
      status: { code: 2, message: "no such city" },
    });
    expect(span).toEqual({
      traceId: TRACE_ID,
      spanId: SPAN_ID,
      parentSpanId: "00f067aa0ba902b7",
      traceState: "rojo=1,congo=2",
      flags: 257,
      name: "chat",
      kind: 3,
      startedAt: 1795393454513.25,
      endedAt: 1795393454514.5,
      attributes: { a: "b" },
      events: [{ name: "exception", timestamp: 1795393454513.25, attributes: { a: "b" } }],
      links: [{ traceId: TRACE_ID, spanId: SPAN_ID, attributes: { a: "b" } }],
      statusCode: 2,
      statusMessage: "no such city",
      resource: {},
      scopeName: "test",
      scopeVersion: "1",
    });
  });

  test("is a snapshot of an open one without an end", () => {
    expect(decodeOne({ endTimeUnixNano: "0" }).endedAt).toBeUndefined();
  });

  test("has no duration when it ends before it starts", () => {
    const span = decodeOne({ endTimeUnixNano: "1795393454000000000" });
    expect(span.endedAt).toBe(span.startedAt);
  });

  test("is a root when its parent is zeros", () => {
    expect(decodeOne({ parentSpanId: "0000000000000000" }).parentSpanId).toBeUndefined();
  });

  test("has no kind or status when they are from the future", () => {
    expect(decodeOne({ kind: 9, status: { code: 7 } })).toMatchObject({ kind: 0, statusCode: 0 });
  });

  test("keeps a link to a real span and counts one to nowhere", () => {
    const span = decodeOne({
      links: [
        { traceId: TRACE_ID, spanId: "0000000000000000" },
        { traceId: TRACE_ID, spanId: SPAN_ID },
      ],
    });
    expect(span.links).toHaveLength(1);
    expect(span.attributes).toEqual({ [limits.ATTR_DROPPED_LINKS]: 1 });
  });

  test("shares one resource with its neighbours", () => {
    const resource = { attributes: [{ key: "service.name", value: { stringValue: "weather" } }] };
    const request = { resourceSpans: [{ resource, scopeSpans: [{ spans: [VALID] }, { spans: [VALID] }] }] };
    const [first, second] = decodeTraceRequest(encodeProtobuf(request), "protobuf").spans;
    expect(first?.resource).toEqual({ "service.name": "weather" });
    expect(second?.resource).toBe(first?.resource);
  });
});

describe("attribute values", () => {
  test.each<[string, JsonAnyValue, unknown]>([
    ["a text", { stringValue: "grüß dich 🌦" }, "grüß dich 🌦"],
    ["an empty text", { stringValue: "" }, ""],
    ["false", { boolValue: false }, false],
    ["a negative integer", { intValue: "-42" }, -42],
    ["the largest exact integer", { intValue: "9007199254740991" }, 9007199254740991],
    ["the first integer no double holds", { intValue: "9007199254740993" }, "9007199254740993"],
    ["the smallest integer", { intValue: "-9223372036854775808" }, "-9223372036854775808"],
    ["a double", { doubleValue: 0.7 }, 0.7],
    ["no number", { doubleValue: "NaN" }, "NaN"],
    ["an infinity", { doubleValue: "-Infinity" }, "-Infinity"],
    ["bytes", { bytesValue: "AQIDBA==" }, "AQIDBA=="],
    ["a mixed list", { arrayValue: { values: [{ intValue: "1" }, {}, { stringValue: "x" }] } }, [1, null, "x"]],
    ["a map", { kvlistValue: { values: [{ key: "k", value: { boolValue: true } }] } }, { k: true }],
    ["nothing", {}, null],
  ])("%s", (_, value, expected) => {
    expect(decodeValue(value)).toEqual(expected);
  });

  test("a key given twice has its last value", () => {
    const attributes = [
      { key: "k", value: { intValue: "1" } },
      { key: "k", value: { intValue: "2" } },
    ];
    expect(decodeOne({ attributes }).attributes).toEqual({ k: 2 });
  });

  test("a key called __proto__ is plain data", () => {
    const { attributes } = decodeOne({ attributes: [{ key: "__proto__", value: { stringValue: "x" } }] });
    expect(Object.keys(attributes)).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf(attributes)).toBe(Object.prototype);
  });

  test("NUL is replaced in texts, keys and names, short and long", () => {
    const long = `a\0${"b".repeat(100)}`;
    const span = decodeOne({ name: "n\0", attributes: [{ key: "k\0", value: { stringValue: long } }] });
    expect(span.name).toBe("n\uFFFD");
    expect(span.attributes).toEqual({ "k\uFFFD": long.replace("\0", "\uFFFD") });
  });
});

describe("limits", () => {
  test("a text that is too long is cut, marked and counted", () => {
    const stringValue = "x".repeat(limits.MAX_TEXT_LENGTH + 1);
    const result = decodeBoth({ ...VALID, attributes: [{ key: "prompt", value: { stringValue } }] });
    const { attributes } = toOnly(result.spans);
    expect(attributes["prompt"]).toBe(`${"x".repeat(limits.MAX_TEXT_LENGTH - 1)}…`);
    expect(attributes[limits.ATTR_CUT_VALUES]).toBe(1);
    expect(result.truncated).toBe(1);
  });

  test("a cut never leaves half a surrogate pair", () => {
    const value = decodeValue({ stringValue: `x${"🌦".repeat(limits.MAX_TEXT_LENGTH / 2)}` });
    expect(String(value).endsWith("🌦…")).toBe(true);
    expect(String(value)).not.toMatch(/\p{Surrogate}/u);
  });

  test("the texts of a span together are limited", () => {
    const stringValue = "x".repeat(limits.MAX_TEXT_LENGTH);
    const attributes = ["a", "b", "c", "d", "e"].map((key) => ({ key, value: { stringValue } }));
    const span = decodeOne({ attributes });
    expect(span.attributes).toMatchObject({ d: stringValue, e: "…", [limits.ATTR_CUT_VALUES]: 1 });
  });

  test("attributes, events and links beyond the limit are left out and counted with the sender's own", () => {
    const span = decodeOne({
      attributes: Array.from({ length: limits.MAX_ATTRIBUTES + 2 }, (_, index) => ({ key: `k${index}`, value: {} })),
      droppedAttributesCount: 5,
      events: Array.from({ length: limits.MAX_EVENTS + 1 }, () => ({ timeUnixNano: START, name: "e" })),
      links: Array.from({ length: limits.MAX_LINKS + 1 }, () => ({ traceId: TRACE_ID, spanId: SPAN_ID })),
    });
    expect(span.attributes).toMatchObject({
      [limits.ATTR_DROPPED_ATTRIBUTES]: 7,
      [limits.ATTR_DROPPED_EVENTS]: 1,
      [limits.ATTR_DROPPED_LINKS]: 1,
    });
    expect(span.events).toHaveLength(limits.MAX_EVENTS);
    expect(span.links).toHaveLength(limits.MAX_LINKS);
  });

  test("a value nested too deep is left out and counted", () => {
    let value: JsonAnyValue = { stringValue: "deep" };
    for (let depth = 0; depth < limits.MAX_VALUE_DEPTH; depth += 1) value = { arrayValue: { values: [value] } };
    const { attributes } = decodeOne({ attributes: [{ key: "value", value }] });
    expect(JSON.stringify(attributes["value"])).toBe(
      "[".repeat(limits.MAX_VALUE_DEPTH) + "]".repeat(limits.MAX_VALUE_DEPTH),
    );
    expect(attributes[limits.ATTR_CUT_VALUES]).toBe(1);
  });

  test("values beyond the total of a span are left out and counted", () => {
    const values = Array.from({ length: limits.MAX_SPAN_VALUES + 10 }, (): JsonAnyValue => ({ boolValue: true }));
    const { attributes } = decodeOne({ attributes: [{ key: "value", value: { arrayValue: { values } } }] });
    expect(attributes["value"]).toHaveLength(limits.MAX_SPAN_VALUES - 1);
    expect(attributes[limits.ATTR_CUT_VALUES]).toBe(11);
  });

  test("events after keys of 4 Mi characters are left out and counted", () => {
    const attributes = Array.from({ length: 128 }, (_, index) => ({
      key: String(index).padEnd(limits.MAX_NAME_LENGTH, "k"),
      value: { boolValue: true },
    }));
    const events = Array.from({ length: 40 }, () => ({ timeUnixNano: "1", name: "", attributes }));
    const span = decodeOne({ events });
    expect(span.events).toHaveLength(32);
    expect(span.attributes[limits.ATTR_DROPPED_EVENTS]).toBe(8);
  });
});

describe("an invalid span", () => {
  test.each<[string, Partial<JsonSpan>]>([
    ["a trace id of zeros", { traceId: "0".repeat(32) }],
    ["a short trace id", { traceId: "abcd" }],
    ["no span id", { spanId: "" }],
    ["a long span id", { spanId: `${SPAN_ID}00` }],
    ["a short parent", { parentSpanId: "00f0" }],
    ["no start", { startTimeUnixNano: "0" }],
  ])("with %s is rejected and its neighbour kept", (_, changes) => {
    const result = decodeBoth({ ...VALID, ...changes }, VALID);
    expect(result).toMatchObject({ rejected: 1, spans: [{ spanId: SPAN_ID }] });
    expect(result.rejectedReasons).toHaveLength(1);
  });

  test("is counted each time but explained once", () => {
    const result = decodeBoth({ ...VALID, spanId: "" }, { ...VALID, spanId: "" });
    expect(result).toMatchObject({ rejected: 2, rejectedReasons: ["spanId must be 8 bytes that are not all zero."] });
  });
});
