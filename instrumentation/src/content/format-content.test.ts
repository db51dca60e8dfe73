import { anything, assert, integer, property, string } from "fast-check";
import { expect, it } from "vitest";
import { createSecretFilter } from "./create-secret-filter.ts";
import { formatContent } from "./format-content.ts";

it("writes small values as JSON.stringify does", () => {
  const value = { text: "a\n“b”", list: [1, true, null, "x"], nested: { empty: {}, none: [] } };
  expect(formatContent(value)).toBe(JSON.stringify(value));
});

it("is valid JSON within the limit for any value", () => {
  assert(
    property(
      anything({ maxDepth: 6, withBigInt: true, withDate: true, withTypedArray: true }),
      integer({ min: 100, max: 500 }),
      (value, limit) => {
        const json = formatContent(value, { maxChars: limit });
        expect(json.length).toBeLessThanOrEqual(limit);
        JSON.parse(json);
      },
    ),
    { numRuns: 500 },
  );
});

it("is valid JSON within the limit for long text with many escapes", () => {
  assert(
    property(string({ unit: "binary", minLength: 50, maxLength: 2_000 }), (text) => {
      const json = formatContent({ prompt: text, rest: [text, text] }, { maxChars: 300 });
      expect(json.length).toBeLessThanOrEqual(300);
      JSON.parse(json);
    }),
  );
});

it("writes the entries of a map and the values of a set", () => {
  const value = { map: new Map([["a", { b: 1 }]]), set: new Set(["x", 2]) };
  expect(formatContent(value)).toBe('{"map":[["a",{"b":1}]],"set":["x",2]}');
});

it("looks only at as much of a large value as it can show", () => {
  let reads = 0;
  const counted = { get: (target: object, key: string): unknown => ((reads += 1), Reflect.get(target, key)) };
  formatContent(
    new Proxy(
      Array.from({ length: 1_000_000 }, () => 0.5),
      counted,
    ),
  );
  expect(reads).toBeLessThan(10_000);
});

it("marks what was cut", () => {
  const json = formatContent({ first: "x".repeat(1_000), second: 2 }, { maxChars: 200 });
  expect(json).toMatch(/x…"/);
  expect(JSON.parse(json)).toHaveProperty("…", true);
});

it("survives cycles, getters that throw and functions", () => {
  const value: Record<string, unknown> = { call: () => 1, vector: Array.from({ length: 384 }, () => 0.5) };
  value["self"] = value;
  Object.defineProperty(value, "broken", {
    enumerable: true,
    get: () => {
      throw new Error("no");
    },
  });
  expect(JSON.parse(formatContent(value))).toEqual({ vector: "[384 numbers]", self: "[circular]" });
});

it("survives objects that cannot be read at all", () => {
  const refuse = (): never => {
    throw new Error("no");
  };
  const { proxy: revoked, revoke } = Proxy.revocable({}, {});
  revoke();
  const error = Object.defineProperty(new Error("lost"), "message", { get: refuse });
  const value = { revoked, trapped: new Proxy({}, { ownKeys: refuse }), error, after: 1 };
  expect(JSON.parse(formatContent(value))).toEqual({
    revoked: "[unreadable]",
    trapped: "[unreadable]",
    error: { name: "Error" },
    after: 1,
  });
});

it("replaces NUL and halves of surrogate pairs, which databases refuse, and keeps whole pairs", () => {
  expect(formatContent({ "k\0": "a\0b\uD83Dc\uDE00 😀" })).toBe('{"k\uFFFD":"a\uFFFDb\uFFFDc\uFFFD 😀"}');
});

it("has no secret in texts, names and numbers, however deep", () => {
  const clean = createSecretFilter(["sk-live-0123", 'pass"word', "123456789"])();
  const value = { "sk-live-0123": ["is sk-live-0123"], map: new Map([["k", 'a pass"word']]), pin: 123456789, n: 1234 };
  expect(formatContent(value, { clean })).toBe(
    '{"[secret]":["is [secret]"],"map":[["k","a [secret]"]],"pin":"[secret]","n":1234}',
  );
});

it("lets no part of a secret through, wherever the cut", () => {
  const secret = "QZXJ-QZXJ-QZXJ-QZXJ-QZXJ";
  const clean = createSecretFilter([secret])();
  assert(
    property(string({ maxLength: 300 }), integer({ min: 100, max: 400 }), (text, maxChars) => {
      const json = formatContent([text + secret, { [text + secret]: text + secret }], { maxChars, clean });
      expect(json.length).toBeLessThanOrEqual(maxChars);
      expect(json).not.toContain("QZXJ");
      JSON.parse(json);
    }),
    { numRuns: 500 },
  );
});
