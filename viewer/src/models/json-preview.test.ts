import { expect, it } from "vitest";
import { toOneLine, toPreview } from "./json-preview.ts";

it.each([
  [{ celsius: 11, sky: "light rain" }, '{ celsius: 11, sky: "light rain" }'],
  [["19:30", null, true, []], '["19:30", null, true, []]'],
  [{ "a b": { c: {} } }, '{ "a b": { c: {} } }'],
  ["text", '"text"'],
  [{ list: Array.from({ length: 30 }, () => 1) }, undefined],
])("writes %j on one line when it is short", (value, line) => {
  expect(toOneLine(value, 40)).toBe(line);
});

it("looks at no more of a value than a line could hold", () => {
  let looks = 0;
  const counted = new Proxy(
    Array.from({ length: 100_000 }, () => 1),
    {
      ownKeys: (list) => Reflect.ownKeys(list).slice(0, 1_000),
      get(list, key, receiver) {
        looks += 1;
        return Reflect.get(list, key, receiver);
      },
    },
  );
  expect(toOneLine([["deep".repeat(20), counted], counted], 40)).toBeUndefined();
  expect(looks).toBeLessThan(100);
});

it("tells what a folded value has in it", () => {
  const value = { id: "lume-12", name: "x".repeat(50), tags: ["a", "b"], at: { x: 1 }, more: 1, last: 2 };
  expect(toPreview(value)).toBe(`{ id: "lume-12", name: "${"x".repeat(40)}…", tags: [2], at: {…}, +2 }`);
  expect(toPreview([1, 2, 3])).toBe("[3]");
});
