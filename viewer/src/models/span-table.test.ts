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
      unsplitTokens: 0,
      cost: 0.2,
      isCostAtLeast: true,
      isCostEstimated: false,
    });
    expect(toSums({ matches: new Set(["call"]) })).toMatchObject({ cost: 0.2, isCostAtLeast: false });
  });

  it("are summed up as their run is: a total that is not split counts, what others used does not", () => {
    const total = createSpan("total", "run", { kind: "model_call", usage: { unsplitTokens: 70 } });
    const other = createSpan("other", "run", {
      kind: "model_call",
      usage: { inputTokens: 500, cost: 1 },
      otherAgent: { agentId: "archivist", name: "Archivist", runId: "theirs" },
    });
    const caller = createSpan("caller", undefined, { kind: "model_call", usage: { outputTokens: 5 }, caller: true });
    const sums = sumSpanRows([...SPANS, total, other, caller].map((span) => ({ span, selfMs: 0 })));
    expect(sums).toMatchObject({ spans: 8, inputTokens: 100, unsplitTokens: 70, cost: 0.2 });
    expect(sumSpanRows([{ span: total, selfMs: 0 }])).toMatchObject({ cost: undefined, isCostAtLeast: true });
    const ordering: SpanOrdering = { sort: "unsplit", isAscending: false };
    const rows = toSpanRows([...SPANS, total], ALL, ordering, () => 0);
    expect(rows[0]?.span.spanId).toBe("total");
  });
});
