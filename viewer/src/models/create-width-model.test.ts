// @vitest-environment happy-dom
import { beforeEach, expect, it } from "vitest";
import { createWidthModel } from "./create-width-model.ts";

const BOUNDS = { min: 200, max: 640 };
const create = () => createWidthModel(localStorage, "drawer", BOUNDS);

beforeEach(() => localStorage.clear());

it("remembers a width within its bounds, until it is given back to the page", () => {
  expect(create().width.value).toBeUndefined();
  create().set(1_000);
  expect(create().width.value).toBe(640);
  create().set(250.4);
  expect(create().width.value).toBe(250);
  create().set(undefined);
  expect(create().width.value).toBeUndefined();
});

it.each([
  ["wide", undefined],
  ["9999", 640],
])("takes what is stored for what it can be: %s", (stored, width) => {
  localStorage.setItem("runline.width.drawer", stored);
  expect(create().width.value).toBe(width);
});
