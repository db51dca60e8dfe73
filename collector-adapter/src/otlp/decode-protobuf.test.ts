import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytes, encodeProtobuf, fixed64, message, tag, text, varint } from "../../test/support/otlp-encoder.ts";
import { decodeTraceRequest } from "./decode-request.ts";
import { OtlpDecodeError } from "./otlp-decode-error.ts";
import { MAX_REQUEST_ITEMS } from "./span-limits.ts";

const TRACE_ID = Buffer.from("0af7651916cd43dd8448eb211c80319c", "hex");
const SPAN_ID = Buffer.from("b7ad6b7169203331", "hex");
const SPAN = [bytes(1, TRACE_ID), bytes(2, SPAN_ID), fixed64(7, "1795393454513250000")];

function toRequest(...span: Buffer[]): Buffer {
  return message(1, [message(2, [message(2, span)])]);
}

function decode(body: Uint8Array) {
  return decodeTraceRequest(body, "protobuf");
}

test("an empty body is a request without spans", () => {
  expect(decode(Buffer.alloc(0))).toEqual({
    spans: [],
    rejected: 0,
    rejectedReasons: [],
    truncated: 0,
    unread: [],
  });
});

test("a body inside a larger buffer is read in its own bounds", () => {
  const body = toRequest(...SPAN);
  const padded = Buffer.concat([Buffer.from("before"), body, Buffer.from("after")]);
  expect(decode(padded.subarray(6, 6 + body.length)).spans).toHaveLength(1);
});

test("unknown fields of every wire type are skipped", () => {
  const unknown = [
    varint(99, 2n ** 64n - 1n),
    fixed64(98, "1"),
    text(97, "?"),
    Buffer.concat([tag(96, 5), Buffer.alloc(4)]),
  ];
  const body = message(1, [...unknown, message(2, [...unknown, message(2, [...unknown, ...SPAN, ...unknown])])]);
  expect(decode(body).spans).toMatchObject([{ spanId: SPAN_ID.toString("hex") }]);
});

test("a known field with another wire type is skipped like an unknown one", () => {
  expect(decode(toRequest(...SPAN, varint(5, 7n), text(6, "kind"))).spans).toMatchObject([{ name: "", kind: 0 }]);
});

test("a resource and a scope that come after their spans, in parts, hold for all of them", () => {
  const toResource = (key: string) => message(1, [message(1, [text(1, key), message(2, [text(1, "value")])])]);
  const scopeSpans = message(2, [message(2, SPAN), message(1, [text(1, "scope")]), message(1, [text(2, "1.0")])]);
  expect(decode(message(1, [scopeSpans, toResource("a"), toResource("b")])).spans).toMatchObject([
    { resource: { a: "value", b: "value" }, scopeName: "scope", scopeVersion: "1.0" },
  ]);
});

test("invalid UTF-8 becomes U+FFFD", () => {
  const name = bytes(5, Buffer.from([0x61, 0xff, 0x62]));
  const surrogate = bytes(1, Buffer.from([0xed, 0xa0, 0x80]));
  const attribute = message(9, [text(1, "k"), message(2, [surrogate])]);
  expect(decode(toRequest(...SPAN, name, attribute)).spans).toMatchObject([
    { name: "a\uFFFDb", attributes: { k: "\uFFFD\uFFFD\uFFFD" } },
  ]);
});

test("keys with the same bytes in another place are told apart", () => {
  const keys = Array.from({ length: 3000 }, (_, index) => `key.${index}`);
  const attributes = keys.map((key) => message(9, [text(1, key), message(2, [varint(2, 1n)])]));
  expect(Object.keys(decode(toRequest(...SPAN, ...attributes)).spans[0]?.attributes ?? {})).toEqual(keys);
});

test("spans beyond the limit of a request are rejected and counted", () => {
  const span = message(2, SPAN);
  const spans = Buffer.alloc(span.length * (MAX_REQUEST_ITEMS + 2), span);
  const result = decode(message(1, [message(2, [spans])]));
  expect(result.spans).toHaveLength(MAX_REQUEST_ITEMS);
  expect(result.rejected).toBe(2);
});

describe("a body is refused as a whole", () => {
  test.each<[string, Buffer]>([
    ["that ends inside a field", toRequest(...SPAN).subarray(0, -1)],
    ["with a length beyond its message", message(1, [Buffer.from([0x12, 0x05, 0x00])])],
    ["with a length of 2^63", Buffer.concat([tag(1, 2), Buffer.from("ffffffffffffffff7f", "hex")])],
    ["with a varint of eleven bytes", Buffer.concat([tag(9, 0), Buffer.from("8080808080808080808001", "hex")])],
    ["with a group", Buffer.concat([tag(9, 3), tag(9, 4)])],
    ["with a wire type that does not exist", Buffer.concat([tag(9, 7), Buffer.alloc(8)])],
    ["with field number 0", Buffer.from([0x00, 0x00])],
    ["that is JSON", Buffer.from('{"resourceSpans":[]}')],
  ])("%s", (_, body) => {
    expect(() => decode(body)).toThrow(OtlpDecodeError);
  });
});

describe("whatever the bytes are", () => {
  const attributes = [
    {
      key: "list",
      value: { arrayValue: { values: [{ intValue: "-1" }, { doubleValue: 0.5 }, { bytesValue: "AQID" }] } },
    },
    { key: "map", value: { kvlistValue: { values: [{ key: "text", value: { stringValue: "x".repeat(40) } }] } } },
  ];
  const span = {
    traceId: TRACE_ID.toString("hex"),
    spanId: SPAN_ID.toString("hex"),
    name: "chat",
    startTimeUnixNano: "1795393454513250000",
    attributes,
    events: [{ timeUnixNano: "1", name: "exception", attributes }],
    links: [{ traceId: TRACE_ID.toString("hex"), spanId: SPAN_ID.toString("hex"), attributes }],
    status: { code: 2, message: "failed" },
  };
  const valid = encodeProtobuf({
    resourceSpans: [{ resource: { attributes }, scopeSpans: [{ spans: [span, span] }] }],
  });

  /** Whether the bytes give valid spans or are refused in the one way that is allowed; anything else throws. */
  function isDecodedOrRefused(body: Uint8Array): boolean {
    try {
      return decode(body).spans.every(
        ({ traceId, startedAt, endedAt }) => /^[\da-f]{32}$/.test(traceId) && (endedAt ?? startedAt) >= startedAt,
      );
    } catch (error) {
      if (error instanceof OtlpDecodeError) return true;
      throw error;
    }
  }

  test("cut anywhere, a request is decoded or refused", () => {
    const lengths = Array.from(valid.keys());
    expect(lengths.filter((length) => !isDecodedOrRefused(valid.subarray(0, length)))).toEqual([]);
  });

  test("with bytes changed anywhere, a request is decoded or refused", () => {
    const change = fc.tuple(fc.nat(valid.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const body = Buffer.from(valid);
        for (const [at, byte] of changes) body[at] = byte;
        expect(isDecodedOrRefused(body)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  test("random bytes are decoded or refused", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (body) => {
        expect(isDecodedOrRefused(body)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});
