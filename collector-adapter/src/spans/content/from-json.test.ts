import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromJson, fromText } from "./from-json.ts";
import { readJson } from "./read-json.ts";

/** Long enough to have been cut by somebody. */
const MESSAGES = JSON.stringify([
  { role: "user", content: "What is the weather in Paris, and is it going to rain before the evening?" },
  { role: "assistant", content: 'It says "rain" \\ at six.', score: 0.5, final: true },
]);

describe("JSON that was cut off", () => {
  test("gives what arrived, with a mark at its end", () => {
    expect(fromJson(MESSAGES.slice(0, 80))).toEqual([
      { role: "user", content: "What is the weather in Paris, and is it going to rain…" },
    ]);
    expect(fromJson(`${MESSAGES.slice(0, 80)}…`)).toEqual(fromJson(MESSAGES.slice(0, 80)));
  });

  test("gives as much as there is, wherever it was cut", () => {
    for (let length = 64; length < MESSAGES.length; length += 1) {
      const value = fromJson(MESSAGES.slice(0, length));
      expect(value).toHaveProperty("0.role", "user");
      expect(JSON.stringify(value).length).toBeGreaterThan(length - 30);
    }
  });

  test("is left alone when it is a text, or too short for anybody to have cut it", () => {
    expect(fromJson(`"${"x".repeat(100)}`)).toBeUndefined();
    expect(fromJson("[1, 2")).toBeUndefined();
    expect(fromJson(`[INFO] ${"started ".repeat(20)}`)).toBeUndefined();
  });
});

test("JSON is read as JSON.parse reads it", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(readJson(text)).toEqual(JSON.parse(text));
      expect(fromJson(text)).toEqual(JSON.parse(text));
    }),
  );
});

test("no text makes the reader throw", () => {
  const piece = fc.constantFrom("{", "}", "[", "]", '"', ":", ",", "\\", "\\u", "1", "true", "nul", " ", "a", "…");
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece, { maxLength: 80 }).map((pieces) => pieces.join("")),
      ),
      (text) => {
        readJson(text);
      },
    ),
    { numRuns: 5000 },
  );
  expect(readJson("[".repeat(1_000_000))).toBeUndefined();
});

test("an integer that no double holds is its digits", () => {
  expect(fromJson('{"id": 12345678901234567890, "n": [9007199254740993], "f": 0.5, "e": 1e300}')).toEqual({
    id: "12345678901234567890",
    n: ["9007199254740993"],
    f: 0.5,
    e: 1e300,
  });
});

test("escapes of what cannot be stored become the replacement character, pairs and backslashes stay", () => {
  const text = String.raw`["a\u0000b", "\ud83d\ude00", "\ud83d!", "\\u0000"]`;
  expect(fromJson(text)).toEqual(["a\uFFFDb", "😀", "\uFFFD!", String.raw`\u0000`]);
});

test("texts in texts are read to the last", () => {
  expect(fromText(JSON.stringify(JSON.stringify(JSON.stringify({ a: 1 }))))).toEqual({ a: 1 });
  expect(fromText(JSON.stringify("plain"))).toBe("plain");
});
