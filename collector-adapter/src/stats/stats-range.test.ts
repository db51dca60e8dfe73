import { expect, test } from "vitest";
import { findPart, listParts, subtract } from "./stats-range.ts";

test("a spell belongs to the part that has all of it", () => {
  const range = { from: 100, to: 400, parts: 3 };
  expect(listParts(range)).toEqual([100, 200, 300]);
  expect(findPart(range, [100, 200])).toBe(0);
  expect(findPart(range, [250, 300])).toBe(1);
  expect(findPart(range, [300, 400])).toBe(2);
  expect(findPart(range, [199, 201])).toBeUndefined();
  expect(findPart(range, [99, 150])).toBeUndefined();
  expect(findPart(range, [350, 401])).toBeUndefined();
});

test("what is left of spells is what the others do not have", () => {
  expect(subtract([[0, 100]], [])).toEqual([[0, 100]]);
  expect(subtract([[0, 100]], [[0, 100]])).toEqual([]);
  expect(
    subtract(
      [[0, 100]],
      [
        [0, 10],
        [10, 20],
        [50, 60],
      ],
    ),
  ).toEqual([
    [20, 50],
    [60, 100],
  ]);
  expect(
    subtract(
      [
        [0, 40],
        [60, 100],
      ],
      [
        [30, 40],
        [60, 70],
        [90, 100],
      ],
    ),
  ).toEqual([
    [0, 30],
    [70, 90],
  ]);
});
