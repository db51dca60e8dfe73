import { MAX_TIME_MS, STEP_KINDS } from "@runline/contract";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { STEP_SUMS_SORTS } from "./step-sums.ts";
import { toListStepsParams, toStepsFilter, toStepsPath, toStepStatsParams } from "./steps-filter.ts";

const HOUR_MS = 3_600_000;
const NOW = 500 * HOUR_MS;

function read(path: string) {
  return toStepsFilter(Object.fromEntries(new URL(path, "http://localhost").searchParams));
}

describe("the filter of the steps in the URL", () => {
  it("comes back as it went in", () => {
    const scope = fc.record(
      { agentIds: fc.array(fc.uuid(), { minLength: 1, maxLength: 3 }), range: fc.constant("1h" as const) },
      { requiredKeys: [] },
    );
    const anyFilter = fc.record(
      {
        scope,
        kind: fc.constantFrom(...STEP_KINDS),
        name: fc.string({ minLength: 1 }),
        sort: fc.constant("start" as const),
        before: fc.nat(),
        by: fc.constantFrom(...STEP_SUMS_SORTS),
        order: fc.constant("asc" as const),
        names: fc.constant("all" as const),
      },
      { requiredKeys: ["scope"] },
    );
    fc.assert(
      fc.property(anyFilter, (filter) => {
        expect(read(toStepsPath(filter))).toEqual(filter);
      }),
    );
  });

  it("leaves out what is malformed, and what is of a list of runs", () => {
    expect(read("/steps?kind=run&name=&sort=cost&before=soon&by=name&order=up&status=error&range=1h")).toEqual({
      scope: { range: "1h" },
    });
    expect(read(`/steps?before=${MAX_TIME_MS + 1}&name=${"x".repeat(1_025)}`)).toEqual({ scope: {} });
  });
});

describe("the parameters of the API", () => {
  it("have a time always: all of it where none is chosen", () => {
    expect(toStepStatsParams({}, NOW)).toEqual({ from: 0, to: NOW + 1 });
    expect(toStepStatsParams({ range: "1h" }, NOW)).toEqual({ from: NOW - HOUR_MS, to: NOW + 1 });
    expect(toStepStatsParams({ from: 5, to: 5 }, NOW)).toEqual({ from: 5, to: 6 });
    expect(toStepStatsParams({ from: NOW + 9 }, NOW)).toEqual({ from: NOW + 9, to: NOW + 10 });
    const last = { from: MAX_TIME_MS - 1, to: MAX_TIME_MS };
    expect(toStepStatsParams({ from: MAX_TIME_MS, to: MAX_TIME_MS }, NOW)).toEqual(last);
  });

  it("ask for the slowest steps, or the latest, of runs before the moment where a search goes on", () => {
    const scope = { from: 10, to: 99, agentIds: ["a"] };
    expect(toListStepsParams({ scope, kind: "action", name: "REPLY" }, NOW)).toEqual({
      agentId: ["a"],
      from: 10,
      to: 100,
      kind: "action",
      name: "REPLY",
      sort: "duration",
      limit: 100,
    });
    expect(toListStepsParams({ scope, sort: "start", before: 50 }, NOW)).toMatchObject({ to: 50, sort: "start" });
    expect(toListStepsParams({ scope, before: 500 }, NOW)).toMatchObject({ to: 100 });
    expect(toListStepsParams({ scope, before: 3 }, NOW)).toMatchObject({ from: 10, to: 11 });
  });
});
