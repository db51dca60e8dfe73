import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeTraceRequest } from "./decode-request.ts";

const IDS = { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331" };
const ATTRIBUTES = [
  { key: "text", value: { stringValue: "a" } },
  { key: "bool", value: { boolValue: true } },
  { key: "int", value: { intValue: "7" } },
  { key: "double", value: { doubleValue: 0.5 } },
  { key: "bytes", value: { bytesValue: "AQID" } },
  { key: "list", value: { arrayValue: { values: [{ stringValue: "b" }] } } },
  { key: "map", value: { kvlistValue: { values: [{ key: "k", value: { intValue: 1 } }] } } },
];
const SPAN = {
  ...IDS,
  parentSpanId: "00f067aa0ba902b7",
  traceState: "rojo=1",
  flags: 257,
  name: "chat",
  kind: 3,
  startTimeUnixNano: "1795393454513250000",
  endTimeUnixNano: "1795393454514500000",
  attributes: ATTRIBUTES,
  droppedAttributesCount: 1,
  events: [{ timeUnixNano: "1795393454513250000", name: "e", attributes: ATTRIBUTES, droppedAttributesCount: 1 }],
  droppedEventsCount: 2,
  links: [{ ...IDS, traceState: "", attributes: ATTRIBUTES, droppedAttributesCount: 1 }],
  droppedLinksCount: 3,
  status: { code: 2, message: "failed" },
};
const REQUEST = {
  resourceSpans: [
    {
      resource: { attributes: ATTRIBUTES, droppedAttributesCount: 4 },
      scopeSpans: [{ scope: { name: "test", version: "1" }, spans: [SPAN, SPAN], schemaUrl: "s" }],
      schemaUrl: "s",
    },
  ],
};

function decode(request: unknown) {
  return decodeTraceRequest(Buffer.from(JSON.stringify(request)), "json");
}

function decodeSpan(span: object) {
  const { spans, rejectedReasons } = decode({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
  expect(rejectedReasons).toEqual([]);
  return spans[0];
}

function decodeValue(value: object): unknown {
  return decodeSpan({ ...SPAN, attributes: [{ key: "k", value }] })?.attributes["k"];
}

/** The same JSON, with each name that has two spellings in the other one where `isSnake` says so. */
function respell(value: unknown, isSnake: () => boolean): unknown {
  if (Array.isArray(value)) return value.map((member) => respell(member, isSnake));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      /[A-Z]/.test(name) && isSnake() ? name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : name,
      respell(member, isSnake),
    ]),
  );
}

describe("names spelled as in the .proto files", () => {
  test("give the same spans", () => {
    const request = respell(REQUEST, () => true);
    expect(JSON.stringify(request)).not.toMatch(/"[a-z]+[A-Z]\w*":/);
    expect(decode(request)).toEqual(decode(REQUEST));
    expect(decode(request).spans).toHaveLength(2);
  });

  test("may stand among names in lower camel case, at any level", () => {
    const expected = decode(REQUEST);
    fc.assert(
      fc.property(fc.infiniteStream(fc.boolean()), (isSnake) => {
        expect(decode(respell(REQUEST, () => isSnake.next().value === true))).toEqual(expected);
      }),
    );
  });
});

describe("of a field in both spellings", () => {
  test.each([
    { startTimeUnixNano: "1000000", start_time_unix_nano: "2000000" },
    { start_time_unix_nano: "1000000", startTimeUnixNano: "2000000" },
  ])("the later one stays: %j", (times) => {
    expect(decodeSpan({ ...IDS, ...times })).toMatchObject({ startedAt: 2 });
  });

  test.each<[object, unknown]>([
    [{ stringValue: "a", string_value: "b" }, "b"],
    [{ int_value: 1, stringValue: "b" }, "b"],
    [{ stringValue: "a", string_value: null }, "a"],
  ])("the later value stays, and null is none: %j", (value, expected) => {
    expect(decodeValue(value)).toBe(expected);
  });

  test("lists are joined, so that no span is lost", () => {
    const scopeSpans = [{ spans: [SPAN] }];
    const resourceSpans = [{ scopeSpans, scope_spans: scopeSpans }];
    expect(decode({ resourceSpans, resource_spans: resourceSpans }).spans).toHaveLength(4);
  });
});

describe("an enum by its name", () => {
  test.each([
    ["SPAN_KIND_UNSPECIFIED", 0],
    ["SPAN_KIND_INTERNAL", 1],
    ["SPAN_KIND_SERVER", 2],
    ["SPAN_KIND_CLIENT", 3],
    ["SPAN_KIND_PRODUCER", 4],
    ["SPAN_KIND_CONSUMER", 5],
  ])("%s is the kind %i", (kind, number) => {
    expect(decodeSpan({ ...SPAN, kind })).toMatchObject({ kind: number });
  });

  test.each([
    ["STATUS_CODE_UNSET", 0],
    ["STATUS_CODE_OK", 1],
    ["STATUS_CODE_ERROR", 2],
  ])("%s is the status %i", (code, number) => {
    expect(decodeSpan({ ...SPAN, status: { code } })).toMatchObject({ statusCode: number });
  });

  test.each([{ kind: "span_kind_client" }, { kind: "3" }, { status: { code: "ERROR" } }])(
    "that is none rejects the span: %j",
    (changes) => {
      const { rejected, rejectedReasons } = decode({
        resourceSpans: [{ scopeSpans: [{ spans: [{ ...SPAN, ...changes }] }] }],
      });
      expect(rejected).toBe(1);
      expect(rejectedReasons).toEqual([expect.stringMatching(/must be the number or the name of the enum/)]);
    },
  );
});
