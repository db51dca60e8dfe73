import { CUT_MARK } from "@runline/contract";
import { expect, test } from "vitest";
import { readLiteral } from "./read-literal.ts";

test.each<[string, unknown]>([
  [
    "{'name': 'get_weather', 'arguments': {'city': 'Kyiv', 'days': 2}}",
    { name: "get_weather", arguments: { city: "Kyiv", days: 2 } },
  ],
  ["[True, False, None, -1.5e3, ()]", [true, false, null, -1500, []]],
  [String.raw`("it's", 'a \'b\'\n\t\\', '\x41\u00e9\U0001f326')`, ["it's", "a 'b'\n\t\\", "Aé🌦"]],
  ["{'b': (1,), '__proto__': 2, }", JSON.parse('{"b":[1],"__proto__":2}')],
  [" 'text' ", "text"],
  ["{'id': 1234567890123456789}", { id: "1234567890123456789" }],
])("%s", (text, expected) => {
  expect(readLiteral(text)).toEqual(expected);
});

test("what is nested deeper than anything that is read is cut: whoever writes it out again has a stack", () => {
  const depth = 30_000;
  const value = readLiteral("[".repeat(depth) + "]".repeat(depth));
  expect(JSON.stringify(value)).toHaveLength(2 * 64 + JSON.stringify(CUT_MARK).length);
});

test.each([
  "",
  "{'a': }",
  "{'a' 1}",
  "{'a': <object at 0x7f>}",
  "{'a': 'cut of",
  "{'a': 1} and more",
  "datetime(2026, 1, 1)",
  "[1 2]",
  "{[1]: 2}",
  "[".repeat(10_000),
  `'${"x".repeat(70_000)}'`,
])("%.30s is none", (text) => {
  expect(readLiteral(text)).toBeUndefined();
});
