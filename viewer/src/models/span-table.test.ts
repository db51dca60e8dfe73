import { describe, expect, it } from "vitest";
import { createSpan } from "../../test/create-span.ts";
import { sumSpanRows, toSpanRows, type SpanFilter, type SpanOrdering } from "./span-table.ts";

const SPANS = [
  createSpan("run", undefined, { kind: "run", label: "Concierge", durationMs: 900 }),
  createSpan("call", "run", {
    kind: "model_call",
    label: "gpt-4o",
    startedAt: 1,
    durationMs: 300,
    usage: { inputTokens: 80, outputTokens: 9, cost: 0.2 },
  }),
  createSpan("post", "run", { label: "POST", startedAt: 2, durationMs: 100, state: "error", error: "refused" }),
  createSpan("late", "run", {
    kind: "model_call",
    label: "gpt-4o",
    startedAt: 3,
    state: "timeout",
    usage: { inputTokens: 20 },
  }),
  createSpan("open", "run", {
    kind: "action",
    label: "BOOK",
    startedAt: 4,
    state: "open",
    durationMs: undefined,
    endedAt: undefined,
  }),
];
const ALL: SpanFilter = { hiddenKinds: new Set(), matches: undefined, state: "all" };

function list(filter: Partial<SpanFilter>, ordering: SpanOrdering = { sort: "start", isAscending: true }): string {
  const rows = toSpanRows(SPANS, { ...ALL, ...filter }, ordering, () => 10);
  return rows.map(({ span }) => span.spanId).join(" ");
}

describe("the spans of a table", () => {
  it("are narrowed by kind, search and state", () => {
    expect(list({})).toBe("run call post late open");
    expect(list({ hiddenKinds: new Set(["model_call"]) })).toBe("run post open");
    expect(list({ matches: new Set(["post", "late"]) })).toBe("post late");
    expect(list({ state: "failed" })).toBe("post late");
    expect(list({ state: "open", hiddenKinds: new Set(["action"]) })).toBe("");
  });

  it("are sorted either way, what has no value last, and equal ones by their start", () => {
    expect(list({}, { sort: "duration", isAscending: false })).toBe("run call post late open");
    expect(list({}, { sort: "duration", isAscending: true })).toBe("post late call run open");
    expect(list({}, { sort: "input", isAscending: true })).toBe("late call run post open");
    expect(list({}, { sort: "name", isAscending: true })).toBe("open run post call late");
    expect(list({}, { sort: "self", isAscending: false })).toBe("run call post late open");
  });

  it("are summed up, the cost at least that where a call does not tell it", () => {
    const toSums = (filter: Partial<SpanFilter>) =>
      sumSpanRows(toSpanRows(SPANS, { ...ALL, ...filter }, { sort: "start", isAscending: true }, () => 10));
    expect(toSums({})).toEqual({
      spans: 5,
      failed: 2,
      selfMs: 50,
      inputTokens: 100,
      outputTokens: 9,
      cost: 0.2,
      isCostAtLeast: true,
      isCostEstimated: false,
    });
    expect(toSums({ matches: new Set(["call"]) })).toMatchObject({ cost: 0.2, isCostAtLeast: false });
  });
});
