import { describe, expect, it } from "vitest";
import { createRunsPageModel } from "./create-runs-page-model.ts";

describe("paging of the list", () => {
  it("knows the way back to the first page", () => {
    const paging = createRunsPageModel();
    for (const cursor of [undefined, "b", "c"]) paging.visit(cursor, 0);
    expect([paging.pageNumber.value, paging.previousCursor.value]).toEqual([3, "b"]);
    paging.visit("b", 0);
    expect([paging.pageNumber.value, paging.previousCursor.value]).toEqual([2, ""]);
    paging.visit(undefined, 0);
    expect([paging.pageNumber.value, paging.previousCursor.value]).toEqual([1, undefined]);
  });

  it("does not invent a way back from a link to a later page", () => {
    const paging = createRunsPageModel();
    paging.visit("c", 0);
    expect([paging.pageNumber.value, paging.previousCursor.value]).toEqual([undefined, undefined]);
    paging.visit("d", 0);
    expect([paging.pageNumber.value, paging.previousCursor.value]).toEqual([undefined, "c"]);
  });

  it("counts the runs that started since the first page was left", () => {
    const paging = createRunsPageModel();
    paging.visit(undefined, 3);
    expect(paging.countNewRuns(7)).toBe(0);
    paging.visit("b", 7);
    expect(paging.countNewRuns(9)).toBe(2);
    paging.visit("c", 9);
    expect(paging.countNewRuns(10)).toBe(3);
  });
});
