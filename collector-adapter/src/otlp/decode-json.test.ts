import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeJson, encodeProtobuf } from "../../test/support/otlp-encoder.ts";
import type { JsonAnyValue, JsonSpan } from "../../test/support/otlp-encoder.ts";
import { decodeTraceRequest } from "./decode-request.ts";
import { OtlpDecodeError } from "./otlp-decode-error.ts";

const SPAN = {
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "b7ad6b7169203331",
  name: "chat",
  kind: 3,
  startTimeUnixNano: "1795393454513250000",
};

function decode(body: unknown) {
  return decodeTraceRequest(Buffer.from(typeof body === "string" ? body : JSON.stringify(body)), "json");
}

function decodeSpans(...spans: unknown[]) {
  return decode({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
}

function decodeValue(value: unknown): unknown {
  return decodeSpans({ ...SPAN, attributes: [{ key: "k", value }] }).spans[0]?.attributes["k"];
}

describe("senders write the same in different ways", () => {
  test("ids in upper case are lowered", () => {
    const ids = { traceId: SPAN.traceId.toUpperCase(), spanId: SPAN.spanId.toUpperCase() };
    expect(decodeSpans({ ...SPAN, ...ids }).spans).toMatchObject([{ traceId: SPAN.traceId, spanId: SPAN.spanId }]);
  });

  test("times may be numbers", () => {
    expect(decodeSpans({ ...SPAN, startTimeUnixNano: 1795393454513250000 }).spans).toMatchObject([
      { startedAt: 1795393454513.25 },
    ]);
  });

  test.each<[unknown, unknown]>([
    [{ intValue: 7 }, 7],
    [{ intValue: "7" }, 7],
    [{ intValue: "-0" }, 0],
    [{ intValue: 9007199254740992 }, "9007199254740992"],
    [{ doubleValue: "1.5" }, 1.5],
    [{ doubleValue: "NaN" }, "NaN"],
    [{ doubleValue: null }, null],
    [{ stringValue: null }, null],
    [{ bytesValue: "_-8" }, "/+8="],
    [{ arrayValue: {} }, []],
    [{ kvlistValue: { values: [{ value: {} }] } }, { "": null }],
    [null, null],
    [{ arrayValue: { values: [null] } }, [null]],
    [{ newValue: 1 }, null],
  ])("the value %j is %j", (value, expected) => {
    expect(decodeValue(value)).toEqual(expected);
  });

  test("missing and null fields have their defaults, unknown ones are ignored", () => {
    const span = { ...SPAN, attributes: null, events: undefined, links: null, status: null, new_field: {} };
    expect(decodeSpans(span).spans).toMatchObject([{ attributes: {}, events: [], links: [], statusCode: 0 }]);
    expect(decode({})).toMatchObject({ spans: [], rejected: 0 });
    expect(decode({ resourceSpans: [{}, { scopeSpans: [{}] }] })).toMatchObject({ spans: [], rejected: 0 });
  });

  test("an escaped NUL and half a surrogate pair become U+FFFD, a whole pair stays", () => {
    const text = String.raw`{"stringValue":"a\u0000b\ud83dc\ud83c\udf26"}`;
    expect(decodeValue(JSON.parse(text))).toBe("a\uFFFDb\uFFFDc🌦");
  });
});

describe("a field of the wrong type rejects its span and no other", () => {
  test.each<[string, object]>([
    ["name", { name: 1 }],
    ["kind", { kind: "CLIENT" }],
    ["flags", { flags: -1 }],
    ["traceId", { traceId: 12 }],
    ["spanId", { spanId: "not hex, 16 long" }],
    ["parentSpanId", { parentSpanId: {} }],
    ["startTimeUnixNano", { startTimeUnixNano: "yesterday" }],
    ["endTimeUnixNano", { endTimeUnixNano: 1.5 }],
    ["attributes", { attributes: { a: 1 } }],
    ["attribute", { attributes: ["a"] }],
    ["key", { attributes: [{ key: 1 }] }],
    ["value", { attributes: [{ key: "k", value: "text" }] }],
    ["stringValue", { attributes: [{ key: "k", value: { stringValue: 1 } }] }],
    ["boolValue", { attributes: [{ key: "k", value: { boolValue: "true" } }] }],
    ["intValue", { attributes: [{ key: "k", value: { intValue: "9223372036854775808" } }] }],
    ["intValue", { attributes: [{ key: "k", value: { intValue: true } }] }],
    ["doubleValue", { attributes: [{ key: "k", value: { doubleValue: "much" } }] }],
    ["bytesValue", { attributes: [{ key: "k", value: { bytesValue: "?" } }] }],
    ["arrayValue.values", { attributes: [{ key: "k", value: { arrayValue: { values: 1 } } }] }],
    ["events", { events: {} }],
    ["event", { events: [1] }],
    ["link", { links: [1] }],
    ["attribute", { attributes: [null] }],
    ["attribute", { attributes: [{ key: "k", value: { kvlistValue: { values: [null] } } }] }],
    ["event", { events: [null] }],
    ["link", { links: [null] }],
    ["status", { status: "ERROR" }],
    ["status.code", { status: { code: "2" } }],
    ["droppedAttributesCount", { droppedAttributesCount: -1 }],
  ])("%s: %j", (field, changes) => {
    const result = decodeSpans(SPAN, { ...SPAN, ...changes }, SPAN);
    expect(result.spans).toHaveLength(2);
    expect(result.rejectedReasons).toEqual([expect.stringContaining(`${field} must be`)]);
  });

  test("a resource that cannot be read rejects all of its spans", () => {
    const scopeSpans = [{ spans: [SPAN, SPAN] }];
    const result = decode({ resourceSpans: [{ resource: { attributes: 1 }, scopeSpans }, { scopeSpans }] });
    expect(result).toMatchObject({ spans: [{}, {}], rejected: 2 });
  });

  test("something else where spans are expected counts as one rejected span", () => {
    expect(
      decode({ resourceSpans: [1, { scopeSpans: 1 }, { scopeSpans: [1, { spans: 1 }, { spans: [1, SPAN] }] }] }),
    ).toMatchObject({
      spans: [{}],
      rejected: 5,
    });
  });

  test("null in place of a resource, a scope or a span counts as one as well", () => {
    const resourceSpans = [null, { scopeSpans: [null, { spans: [null, SPAN] }] }];
    const { spans, rejected, rejectedReasons } = decode({ resourceSpans });
    expect({ spans: spans.length, rejected }).toEqual({ spans: 1, rejected: 3 });
    expect(rejectedReasons.join(" ")).toMatch(/resourceSpans\[\] must .*scopeSpans\[\] must .*spans\[\] must/);
  });
});

describe("a body is refused as a whole", () => {
  test.each(["", "{", "null", "[]", '"text"', '{"resourceSpans":{}}', "\uFEFF", "[".repeat(1_000_000)])(
    "that begins with %.20j",
    (body) => {
      expect(() => decode(body)).toThrow(OtlpDecodeError);
    },
  );
});

describe("of a member that comes twice", () => {
  const span = (more: string) => JSON.stringify(SPAN).replace(/}$/, `,${more}}`);
  const request = (text: string) => `{"resourceSpans":[{"scopeSpans":[{"spans":[${text}]}]}]}`;
  const attributes = JSON.stringify([{ key: "k", value: { arrayValue: { values: [{ stringValue: "[" }] } } }]);

  test.each([
    ["resourceSpans", `{"resourceSpans":[{"scopeSpans":[{"spans":[${span('"x":1')}]}]}],"resourceSpans":[]}`],
    ["scopeSpans", `{"resourceSpans":[{"scopeSpans":[{}],"scopeSpans":[{}]}]}`],
    ["spans", `{"resourceSpans":[{"scopeSpans":[{"spans" : [{}], "spans" : [{}]}]}]}`],
    ["attributes", request(span(`"attributes":${attributes},"attributes":${attributes}`))],
    ["events", request(span(`"events":[{}],"events":null`))],
    ["resource", `{"resourceSpans":[{"resource":{"attributes":${attributes}},"resource":{}}]}`],
    ["more", request(span(`"more":[1],"more":[2]`))],
    ["status", request(span(`"status":{"code":2},"x":1,"status":{"message":"no such city"}`))],
  ])("%s: the body is refused, since what the first has in it would be lost", (name, body) => {
    expect(() => decode(body)).toThrow(`more than one member "${name}"`);
  });

  test("a single value is the last one, as in protobuf", () => {
    expect(decode(request(span(`"name":"again","attributes":[ ],"attributes":${attributes}`))).spans).toMatchObject([
      { name: "again", attributes: { k: ["["] } },
    ]);
  });

  test("a body whose lists are not all read is taken when none comes twice", () => {
    const more = [[1], { name: [2], status: { code: 2 } }];
    const sent = { ...SPAN, attributes: JSON.parse(attributes), status: { code: 2 }, more };
    expect(decodeSpans(sent, { ...sent, name: '":[' }).spans).toHaveLength(2);
  });
});

/** Spans taken and rejected, 0 when the body is refused in the one way that is allowed; anything else throws. */
function countOrRefuse(body: string): number {
  try {
    const { spans, rejected } = decode(body);
    return spans.length + rejected;
  } catch (error) {
    if (error instanceof OtlpDecodeError) return 0;
    throw error;
  }
}

test("any JSON at any place of a request is decoded, counted or refused", () => {
  const request = {
    resourceSpans: [{ resource: {}, scopeSpans: [{ scope: {}, spans: [{ ...SPAN, status: {}, events: [{}] }] }] }],
  };
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(40), (value, place) => {
      let count = 0;
      const body = JSON.stringify(request, (_, member: unknown) => (count++ === place ? value : member));
      expect(countOrRefuse(body)).toBeLessThan(1000);
    }),
    { numRuns: 2000 },
  );
});

test("any valid span is the same from JSON and from protobuf", () => {
  const text = fc.string({ unit: "grapheme" });
  const { anyValue } = fc.letrec<{ anyValue: JsonAnyValue }>((tie) => ({
    anyValue: fc.oneof(
      { maxDepth: 4 },
      fc.record({ stringValue: text }),
      fc.record({ boolValue: fc.boolean() }),
      fc.record({ intValue: fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map(String) }),
      fc.record({ doubleValue: fc.double({ noDefaultInfinity: true, noNaN: true }).map((value) => value + 0) }),
      fc.record({ bytesValue: fc.uint8Array().map((value) => Buffer.from(value).toString("base64")) }),
      fc.record({ arrayValue: fc.record({ values: fc.array(tie("anyValue")) }) }),
      fc.record({ kvlistValue: fc.record({ values: fc.array(fc.record({ key: text, value: tie("anyValue") })) }) }),
    ),
  }));
  const attributes = fc.array(fc.record({ key: text, value: anyValue }), { maxLength: 6 });
  const nanoseconds = fc.bigInt(1000n, 2n ** 64n - 1n).map(String);
  const span: fc.Arbitrary<JsonSpan> = fc.record({
    traceId: fc.constant(SPAN.traceId),
    spanId: fc.constant(SPAN.spanId),
    flags: fc.nat(),
    name: text,
    kind: fc.nat(7),
    startTimeUnixNano: nanoseconds,
    endTimeUnixNano: nanoseconds,
    attributes,
    events: fc.array(fc.record({ timeUnixNano: nanoseconds, name: text, attributes }), { maxLength: 2 }),
    links: fc.array(fc.constant({ traceId: SPAN.traceId, spanId: SPAN.spanId }), { maxLength: 2 }),
    status: fc.record({ code: fc.nat(3), message: text }),
  });
  fc.assert(
    fc.property(fc.array(span, { minLength: 1, maxLength: 3 }), attributes, (spans, resource) => {
      const request = { resourceSpans: [{ resource: { attributes: resource }, scopeSpans: [{ spans }] }] };
      const fromJson = decodeTraceRequest(encodeJson(request), "json");
      expect(fromJson.spans).toHaveLength(spans.length);
      expect(decodeTraceRequest(encodeProtobuf(request), "protobuf")).toEqual(fromJson);
    }),
    { numRuns: 500 },
  );
});
