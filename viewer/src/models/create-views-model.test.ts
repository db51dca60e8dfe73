// @vitest-environment happy-dom
import { beforeEach, expect, it } from "vitest";
import { createViewsModel } from "./create-views-model.ts";

beforeEach(() => localStorage.clear());

it("keeps views by their names over a reload, and lets go of them", () => {
  const first = createViewsModel(localStorage);
  first.save({ name: "Slow", query: "?minDuration=10000" });
  first.save({ name: "Dear", query: "?minCost=1" });
  first.save({ name: "Slow", query: "?minDuration=20000" });
  const second = createViewsModel(localStorage);
  expect(second.views.value).toEqual([
    { name: "Dear", query: "?minCost=1" },
    { name: "Slow", query: "?minDuration=20000" },
  ]);
  second.remove("Dear");
  expect(createViewsModel(localStorage).views.value.map(({ name }) => name)).toEqual(["Slow"]);
});

it.each(["no JSON", "{}", '[{"name":1}, null]'])("takes what is of another form for nothing: %s", (stored) => {
  localStorage.setItem("runline.views", stored);
  expect(createViewsModel(localStorage).views.value).toEqual([]);
});

it("says so when the browser has no room for a view, which is there until the page is left", () => {
  const full: Storage = {
    length: 0,
    clear: () => {},
    getItem: () => null,
    key: () => null,
    removeItem: () => {},
    setItem() {
      throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
    },
  };
  const model = createViewsModel(full);
  expect(model.save({ name: "Slow", query: "?minDuration=10000" })).toBe(false);
  expect(model.views.value).toHaveLength(1);
});
