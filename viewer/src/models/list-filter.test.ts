import { MAX_TIME_MS, RUN_ORDERS, RUN_SORTS } from "@runline/contract";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  fromListFilter,
  isNarrowing,
  STATUS_FILTERS,
  toListRunsParams,
  toListFilter,
  toListPath,
  toScope,
  type ListFilter,
} from "./list-filter.ts";

const ROOM = "0a4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10";

function roundTrip(filter: ListFilter): ListFilter {
  return toListFilter(Object.fromEntries(new URLSearchParams(fromListFilter(filter))));
}

describe("the filter in the URL", () => {
  it("comes back from the URL as it went in", () => {
    const time = fc.integer({ min: 0, max: 1e14 });
    const amount = fc.oneof(fc.constantFrom(0.25, 1.5, 0.0001), fc.nat());
    const words = fc.string({ minLength: 1 });
    const anyFilter = fc.record(
      {
        agentIds: fc.array(fc.uuid(), { minLength: 1, maxLength: 3 }),
        roomId: fc.uuid(),
        entityId: fc.uuid(),
        status: fc.constantFrom(...STATUS_FILTERS),
        action: words,
        model: words,
        minDuration: amount,
        minCost: amount,
        fingerprint: words,
        text: words,
        from: time,
        to: time,
        sort: fc.constantFrom(...RUN_SORTS),
        order: fc.constantFrom(...RUN_ORDERS),
        group: fc.constant("cause" as const),
        cursor: words,
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
    expect(toListFilter({ agent: "all,", sort: "fun", order: "up", minCost: "cheap", group: "colour" })).toEqual({});
    expect(toListFilter({ range: "toString" })).toEqual({});
    expect(toListFilter({ minCost: "0.00000001", minDuration: "9".repeat(23) })).toEqual({});
    expect(toListFilter({ from: "9", to: "1", status: "error" })).toEqual({ status: "error" });
  });

  it("leaves out what is more than the API takes", () => {
    expect(toListFilter({ text: "x".repeat(1_025), action: "a\0b", status: "error" })).toEqual({ status: "error" });
    expect(toListFilter({ from: String(MAX_TIME_MS), to: "9".repeat(15) })).toEqual({ from: MAX_TIME_MS });
    expect(toListFilter({ from: String(MAX_TIME_MS + 1) })).toEqual({});
    const ids = Array.from({ length: 150 }, (_, index) => ROOM.replace(/^.{3}/, String(100 + index)));
    expect(toListFilter({ agent: ids.join(",") }).agentIds).toEqual(ids.slice(0, 100));
  });

  it("takes a room in upper case for the same room", () => {
    expect(toListFilter({ room: ROOM.toUpperCase() })).toEqual({ roomId: ROOM });
  });

  it("has an address of its own for one agent alone", () => {
    expect(toListPath({ agentIds: [ROOM], status: "error" })).toBe(`/${ROOM}?status=error`);
    expect(toListPath({ agentIds: [ROOM, ROOM] })).toBe(`/?agent=${ROOM}%2C${ROOM}`);
    expect(toListPath({})).toBe("/");
  });

  it("prefers a fixed range over a moving one", () => {
    expect(toListFilter({ range: "1h", from: "5" })).toEqual({ from: 5 });
  });
});

describe("toScope", () => {
  it("keeps whose runs and when", () => {
    const scope = { agentIds: [ROOM], range: "1h" } as const;
    expect(toScope({ ...scope, agentIds: [ROOM], status: "error", text: "x", sort: "cost", cursor: "c" })).toEqual(
      scope,
    );
  });
});

describe("toListRunsParams", () => {
  it("asks as the filter says, under the names of the API", () => {
    const filter: ListFilter = {
      agentIds: [ROOM],
      action: "PAY",
      minCost: 0.5,
      sort: "cost",
      group: "cause",
      cursor: "c",
    };
    const asked = { limit: 50, agentId: [ROOM], action: "PAY", minCost: 0.5, sort: "cost", cursor: "c" };
    expect(toListRunsParams(filter, 0)).toEqual(asked);
  });

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
  it("does not take a page, an order or an agent for a filter", () => {
    expect(isNarrowing({ cursor: "x", agentIds: [ROOM], sort: "cost", group: "cause" })).toBe(false);
    expect(isNarrowing({ status: "error" })).toBe(true);
  });
});
