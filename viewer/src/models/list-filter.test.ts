import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  fromListFilter,
  isNarrowing,
  STATUS_FILTERS,
  toListRunsParams,
  toListFilter,
  type ListFilter,
} from "./list-filter.ts";

const ROOM = "0a4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10";

function roundTrip(filter: ListFilter): ListFilter {
  return toListFilter(Object.fromEntries(new URLSearchParams(fromListFilter(filter))));
}

describe("the filter in the URL", () => {
  it("comes back from the URL as it went in", () => {
    const time = fc.integer({ min: 0, max: 1e14 });
    const anyFilter = fc.record(
      {
        roomId: fc.uuid(),
        status: fc.constantFrom(...STATUS_FILTERS),
        from: time,
        to: time,
        cursor: fc.string({ minLength: 1 }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(anyFilter, (filter) => {
        fc.pre((filter.from ?? 0) <= (filter.to ?? Infinity));
        expect(roundTrip(filter)).toEqual(filter);
      }),
    );
  });

  it("is empty for no filter", () => {
    expect(fromListFilter({})).toBe("");
  });

  it("leaves out what is malformed", () => {
    expect(toListFilter({ room: "nobody", status: "fine", range: "2y", from: "-1", to: "soon", cursor: "" })).toEqual(
      {},
    );
    expect(toListFilter({ range: "toString" })).toEqual({});
    expect(toListFilter({ from: "9", to: "1", status: "error" })).toEqual({ status: "error" });
  });

  it("takes a room in upper case for the same room", () => {
    expect(toListFilter({ room: ROOM.toUpperCase() })).toEqual({ roomId: ROOM });
  });

  it("prefers a fixed range over a moving one", () => {
    expect(toListFilter({ range: "1h", from: "5" })).toEqual({ from: 5 });
  });
});

describe("toListRunsParams", () => {
  it("counts a moving range back from now, in steps of a sixtieth", () => {
    expect(toListRunsParams({ range: "1h", roomId: ROOM }, 10_000_000)).toEqual({
      limit: 50,
      roomId: ROOM,
      from: 6_360_000,
    });
    expect(toListRunsParams({ range: "1h" }, 10_019_999).from).toBe(6_360_000);
    expect(toListRunsParams({ range: "1h" }, 10_020_000).from).toBe(6_420_000);
  });
});

describe("the status of a filter", () => {
  it.each([
    ["started", { status: "started", lost: false }],
    ["lost", { lost: true }],
    ["error", { status: "error" }],
  ] as const)("%s asks the API for what looks so", (status, params) => {
    expect(toListRunsParams({ status }, 0)).toEqual({ limit: 50, ...params });
  });
});

describe("isNarrowing", () => {
  it("does not take a page for a filter", () => {
    expect(isNarrowing({ cursor: "x" })).toBe(false);
    expect(isNarrowing({ status: "error" })).toBe(true);
  });
});
