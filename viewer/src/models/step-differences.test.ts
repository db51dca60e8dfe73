import type { RunSpan } from "@runline/contract";
import { describe, expect, it } from "vitest";
import { createSpan } from "../../test/create-span.ts";
import { alignRuns, type AlignedRuns } from "./align-runs.ts";
import { buildSpanTree } from "./span-tree.ts";
import { findDifferences, findFirst } from "./step-differences.ts";

function finish<Result>(work: Generator<undefined, Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

function align(a: readonly RunSpan[], b: readonly RunSpan[]): AlignedRuns {
  return finish(alignRuns(finish(buildSpanTree(a)), finish(buildSpanTree(b))));
}

/** run ( compose BOOK ( POST ) reply ), where `extra` is what the spans of this run have of their own, by their key. */
function toRun(prefix: string, extra: Record<string, Partial<RunSpan>> = {}): RunSpan[] {
  const toSpan = (key: string, parent: string | undefined, startedAt: number, own: Partial<RunSpan>) =>
    createSpan(`${prefix} ${key}`, parent && `${prefix} ${parent}`, { label: key, startedAt, ...own, ...extra[key] });
  return [
    toSpan("run", undefined, 0, { kind: "run" }),
    toSpan("compose", "run", 1, { kind: "composed_state" }),
    toSpan("BOOK", "run", 2, { kind: "action", detail: "2 people" }),
    toSpan("POST", "BOOK", 3, { detail: "tables.example.com 201" }),
    toSpan("reply", "run", 4, { kind: "model_call" }),
  ];
}

const REFUSED = {
  state: "error",
  error: "connect ECONNREFUSED 203.0.113.7:443",
  detail: "tables.example.com",
} as const;
const FAILED = { state: "error", error: "no table was booked" } as const;

describe("what differs between two runs", () => {
  it("is nothing between runs that took the same steps, however long these took", () => {
    const aligned = align(toRun("a"), toRun("b", { reply: { durationMs: 9_000, endedAt: 9_004 } }));
    expect(aligned.tree.nodes.size).toBe(5);
    expect(findDifferences(aligned)).toEqual(new Map());
  });

  it("is the step that failed by itself, and not the ones around it", () => {
    const aligned = align(toRun("a"), toRun("b", { POST: REFUSED, BOOK: FAILED, run: FAILED }));
    expect(findDifferences(aligned)).toEqual(new Map([["a POST", "outcome"]]));
    const again = align(
      toRun("a", { POST: REFUSED }),
      toRun("b", { POST: { ...REFUSED, error: "connect ECONNREFUSED 203.0.113.9:80" } }),
    );
    expect(findDifferences(again).size).toBe(0);
    const other = align(toRun("a", { POST: REFUSED }), toRun("b", { POST: { ...REFUSED, error: "timed out" } }));
    expect(findDifferences(other)).toEqual(new Map([["a POST", "outcome"]]));
  });

  it("is a step that one run alone has, without what is inside, and what a step says of itself", () => {
    const withoutBooking = toRun("b", { reply: { label: "another model" } }).filter(
      ({ label }) => !/BOOK|POST/.test(label),
    );
    expect(findDifferences(align(toRun("a"), withoutBooking))).toEqual(
      new Map([
        ["a BOOK", "only_a"],
        ["a reply", "other_model"],
      ]),
    );
    expect([...findDifferences(align(withoutBooking, toRun("a")))]).toContainEqual(["b:a BOOK", "only_b"]);
    const told = align(
      toRun("a"),
      toRun("b", { BOOK: { detail: "4 people" }, POST: { detail: "tables.example.com 200" } }),
    );
    expect(new Set(findDifferences(told))).toEqual(
      new Set([
        ["a BOOK", "detail"],
        ["a POST", "detail"],
      ]),
    );
    const placed = align(toRun("a", { BOOK: { detail: "2/2" } }), toRun("b", { BOOK: { detail: "2/3" } }));
    expect(findDifferences(placed).size).toBe(0);
  });

  it("is not what goes on, and the first is the first from the top", () => {
    const open = { state: "open", endedAt: undefined, durationMs: undefined } as const;
    const going = align(
      toRun("a"),
      toRun("b", { run: open, reply: open, BOOK: { detail: "4 people" }, POST: REFUSED }),
    );
    const found = findDifferences(going);
    expect([...found.keys()].toSorted()).toEqual(["a BOOK", "a POST"]);
    expect(findFirst(going.tree.roots, ({ id }) => found.has(id))?.id).toBe("a BOOK");
  });

  it("are the same runs of two agents", () => {
    const aligned = align(toRun("a", { run: { label: "Concierge" } }), toRun("b", { run: { label: "Porter" } }));
    expect(aligned.tree.roots.map(({ id }) => id)).toEqual(["a run"]);
  });

  it("takes runs as deep and as broad as they come", () => {
    const deep = (prefix: string) =>
      Array.from({ length: 10_000 }, (_, depth) =>
        createSpan(`${prefix}${depth}`, depth === 0 ? undefined : `${prefix}${depth - 1}`, { label: "step" }),
      );
    expect(findDifferences(align(deep("a"), deep("b"))).size).toBe(0);
    const broad = (prefix: string, count: number) => [
      createSpan(`${prefix}run`, undefined, { kind: "run" }),
      ...Array.from({ length: count }, (_, place) =>
        createSpan(`${prefix}${place}`, `${prefix}run`, { label: "step", startedAt: place }),
      ),
    ];
    expect(findDifferences(align(broad("a", 2_000), broad("b", 1_999))).size).toBe(1);
  });
});
