import { expect, it } from "vitest";
import { findNeighbours } from "./find-neighbours.ts";

it("finds what stands before and after an address, and nothing for one that is not listed", () => {
  expect(findNeighbours(["/a", "/b", "/c"], "/b")).toEqual({ previous: "/a", next: "/c" });
  expect(findNeighbours(["/a", "/b"], "/b")).toEqual({ previous: "/a", next: undefined });
  expect(findNeighbours(["/a"], "/d")).toEqual({ previous: undefined, next: undefined });
});
