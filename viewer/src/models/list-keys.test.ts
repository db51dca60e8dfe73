import { expect, it } from "vitest";
import { findKeyAction } from "./key-line.ts";
import { findPlace, LIST_KEYS } from "./list-keys.ts";

it("names every key of the list in its help, and no other", () => {
  const toShown = (key: string) => (key === "Escape" ? "Esc" : key);
  for (const { shown, actions } of LIST_KEYS)
    expect(shown.split(" ").toSorted()).toEqual(Object.keys(actions).map(toShown).toSorted());
  expect(findKeyAction(LIST_KEYS, "toString")).toBeUndefined();
});

it("moves to the next place that is wanted, and past neither end", () => {
  const isEven = (place: number) => place % 2 === 0;
  expect(findPlace(5, -1, 1, () => true)).toBe(0);
  expect(findPlace(5, 4, 1, () => true)).toBeUndefined();
  expect(findPlace(5, -1, -1, () => true)).toBeUndefined();
  expect(findPlace(5, 0, 1, isEven)).toBe(2);
  expect(findPlace(5, 4, -1, isEven)).toBe(2);
});
