import { expect, test } from "vitest";
import { findPace } from "./measure-storage.ts";

const MB = 1_000_000;

test("the pace is that of the last seven days before today, from the first with rows", () => {
  const days = [
    { day: 90, bytes: 900 * MB },
    { day: 95, bytes: 30 * MB },
    { day: 97, bytes: 40_000 },
    { day: 98, bytes: 10 * MB },
    { day: 99, bytes: 60 * MB },
    { day: 100, bytes: 5 * MB },
  ];
  expect(findPace(days, 100)).toBe(20 * MB);
});

test("there is no pace without a day before today that has rows", () => {
  expect(
    findPace(
      [
        { day: 99, bytes: 40_000 },
        { day: 100, bytes: 5 * MB },
      ],
      100,
    ),
  ).toBeUndefined();
});
