import * as fc from "fast-check";
import { expect, it } from "vitest";
import { createRowPlaces } from "./row-places.ts";

it("puts rows below each other, those with a second line higher", () => {
  const places = createRowPlaces({ count: 4, rowHeight: 24, tall: [1, 3], extra: 16 });
  expect([0, 1, 2, 3].map((index) => [places.toTop(index), places.toHeight(index)])).toEqual([
    [0, 24],
    [24, 40],
    [64, 24],
    [88, 40],
  ]);
  expect(places.totalHeight).toBe(128);
  expect([-5, 0, 23, 24, 63, 64, 127, 500].map((top) => places.toIndex(top))).toEqual([0, 0, 0, 1, 1, 2, 3, 3]);
});

it("finds the row of every place, whichever rows are tall", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(40)), fc.nat(40), (drawn, index) => {
      const places = createRowPlaces({ count: 41, rowHeight: 24, tall: drawn.toSorted((a, b) => a - b), extra: 16 });
      expect(places.toIndex(places.toTop(index))).toBe(index);
      expect(places.toIndex(places.toTop(index) + places.toHeight(index) - 1)).toBe(index);
    }),
  );
});
