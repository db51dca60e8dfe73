import { expect, test } from "vitest";
import { createPieceSize } from "./piece-size.ts";

test("a piece that took too long is followed by one that takes as long as it may, and quick ones by greater ones up to 1 MiB", () => {
  const size = createPieceSize();
  expect(size.bytes()).toBe(64 * 1024);
  size.fit(500);
  expect(size.bytes()).toBe(6_553.6);
  size.fit(900_000);
  expect(size.bytes()).toBe(1024);
  for (let pieces = 0; pieces < 9; pieces += 1) size.fit(0);
  expect(size.bytes()).toBe(512 * 1024);
  for (let pieces = 0; pieces < 9; pieces += 1) size.fit(1);
  expect(size.bytes()).toBe(1024 * 1024);
});
