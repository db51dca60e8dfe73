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

  it("counts the runs that came since the first page was left", () => {
    const paging = createRunsPageModel();
    paging.visit(undefined, 60);
    paging.visit(undefined, 61);
    expect(paging.newRuns.value).toBe(0);
    paging.visit("b", 61);
    expect(paging.newRuns.value).toBe(0);
    paging.visit("b", 63);
    expect(paging.newRuns.value).toBe(2);
    paging.visit("c", undefined);
    paging.visit("c", 64);
    expect(paging.newRuns.value).toBe(3);
    paging.visit(undefined, 64);
    expect(paging.newRuns.value).toBe(0);
  });

  it("counts from the first answer when a later page was opened by a link", () => {
    const paging = createRunsPageModel();
    paging.visit("c", undefined);
    paging.visit("c", 60);
    expect(paging.newRuns.value).toBe(0);
    paging.visit("c", 61);
    expect(paging.newRuns.value).toBe(1);
  });
});
