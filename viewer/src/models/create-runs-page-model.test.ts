import { describe, expect, it } from "vitest";
import { createRunsPageModel } from "./create-runs-page-model.ts";

describe("paging of the list", () => {
  it("knows the way back to the first page", () => {
    const paging = createRunsPageModel();
    for (const cursor of [undefined, "b", "c"]) paging.visit(cursor);
    expect([paging.pageNumber.value, paging.previousCursor.value]).toEqual([3, "b"]);
    paging.visit("b");
    expect([paging.pageNumber.value, paging.previousCursor.value]).toEqual([2, ""]);
    paging.visit(undefined);
    expect([paging.pageNumber.value, paging.previousCursor.value]).toEqual([1, undefined]);
  });

  it("does not invent a way back from a link to a later page", () => {
    const paging = createRunsPageModel();
    paging.visit("c");
    expect([paging.pageNumber.value, paging.previousCursor.value]).toEqual([undefined, undefined]);
    paging.visit("d");
    expect([paging.pageNumber.value, paging.previousCursor.value]).toEqual([undefined, "c"]);
  });
});
