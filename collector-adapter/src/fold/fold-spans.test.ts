import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createFoldTrace, toOpen } from "../../test/support/fold-trace.ts";
import type { FoldResult } from "./fold-result.ts";
import type { FoldSpan } from "./fold-span.ts";
import { foldSpans } from "./fold-spans.ts";

const KINDS = ["run", "model_call", "action", "embedding", "evaluator", "infrastructure", "plan"] as const;
const NAMES = ["planner", "writer", undefined];

/** Facts of a span anywhere: parents that are there or not, circles, agents of two services, the same times again and again. */
const anyFacts = fc.record({
  kind: fc.constantFrom(...KINDS),
  above: fc.option(fc.nat(30), { nil: undefined }),
  from: fc.nat(20),
  length: fc.nat(20),
  name: fc.constantFrom(...NAMES),
  serviceName: fc.constantFrom("a", "b"),
  scope: fc.constantFrom("x", "y"),
  status: fc.constantFrom(undefined, "ok", "error", "timeout"),
  isChain: fc.boolean(),
  isOpen: fc.boolean(),
  runId: fc.constantFrom(undefined, undefined, "run-1"),
  responseId: fc.constantFrom(undefined, "r"),
  remote: fc.constantFrom(undefined, "call"),
  input: fc.option(fc.nat(3), { nil: undefined }),
  conversationId: fc.constantFrom(undefined, "s-1", "s-2"),
  pauseId: fc.constantFrom(undefined, undefined, "p-1", "p-2"),
  resumedFrom: fc.constantFrom(undefined, undefined, "p-1", "p-2"),
});

const anyTrace = fc.array(anyFacts, { minLength: 1, maxLength: 24 }).map((all) => {
  const trace = createFoldTrace();
  const toId = (index: number) => (index + 1).toString(16).padStart(16, "0");
  return all.map(({ kind, above, from, length, name, input, isOpen, pauseId, ...facts }, index) =>
    trace.span(kind, name ?? "step", {
      ...facts,
      ...(kind === "infrastructure" &&
        pauseId !== undefined && { pauseId, isPause: true, isWait: true, waitsFor: "it" }),
      spanId: toId(index),
      ...(above !== undefined && { below: toId(above) }),
      from,
      to: from + length,
      ...((isOpen || (kind === "infrastructure" && pauseId !== undefined)) && { endedAt: undefined }),
      agentName: kind === "run" || facts.isChain ? name : undefined,
      toolName: kind === "action" ? name : undefined,
      ...(input !== undefined && { tokens: { input } }),
    }),
  );
});

/** The same marks whatever the order, by the id of their span. */
function toComparable(spans: readonly FoldSpan[], { runs, marks, trace }: FoldResult) {
  return { runs, trace, marks: Object.fromEntries(spans.map(({ spanId }, index) => [spanId, marks[index]])) };
}

const anyOrder = anyTrace.chain((spans) =>
  fc.record({ spans: fc.constant(spans), shuffled: fc.shuffledSubarray(spans, { minLength: spans.length }) }),
);

/** Each span counts for one run at most, and the runs agree with the marks. */
function expectAgreement(spans: readonly FoldSpan[], { runs, marks }: FoldResult): void {
  expect(marks).toHaveLength(spans.length);
  const byId = new Map(spans.map((span, index) => [span.spanId, marks[index]]));
  for (const run of runs) {
    const own = marks.filter((mark) => mark.runId === run.runId && mark.agentId === run.agentId);
    const { actions, modelCalls, embeddings, evaluators } = run.counts;
    expect(own).toHaveLength(run.counts.spans);
    expect(own.filter(({ counted }) => counted)).toHaveLength(actions + modelCalls + embeddings + evaluators);
    expect(run.startedAt).toBeTypeOf("number");
    expect(run.name).not.toBe("");
    expect(run.status === "started").toBe(run.endedAt === undefined);
    expect(run.waiting === undefined || run.status === "started").toBe(true);
    expect(run.counts.errors > 0 || run.status === "started" || run.status === "completed").toBe(true);
  }
  expect(new Set(runs.map(({ runId, agentId }) => `${runId} ${agentId}`)).size).toBe(runs.length);
  for (const { detailOf, runId } of marks) {
    if (detailOf === undefined) continue;
    expect(byId.get(detailOf)).toMatchObject({ counted: true, runId });
    expect(byId.get(detailOf)).not.toHaveProperty("detailOf");
  }
}

test("whatever the spans are, they give the same runs and marks in any order, and these agree", () => {
  fc.assert(
    fc.property(anyOrder, ({ spans, shuffled }) => {
      const result = foldSpans(spans);
      expect(toComparable(shuffled, foldSpans(shuffled))).toEqual(toComparable(spans, result));
      expectAgreement(spans, result);
    }),
    { numRuns: 500 },
  );
});

test("snapshots of the spans above leave a run started, and the final spans make it what it would ever have been", () => {
  const trace = createFoldTrace();
  const agent = trace.agent("weather", { to: 900, status: "ok" });
  const tool = trace.tool("get_weather", { in: agent, from: 100, to: 300 });
  const final = [agent, tool, trace.chat({ in: agent, from: 310, to: 800, tokens: { input: 5 } })];
  const whole = foldSpans(final);
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }), (isOpen) => {
      const { runs } = foldSpans(final.map((span, index) => (isOpen[index] ? toOpen(span) : span)));
      expect(runs).toHaveLength(1);
      expect(runs[0]?.status).toBe(isOpen[0] ? "started" : "completed");
      expect(runs[0]?.counts).toMatchObject({ actions: 1, modelCalls: 1, spans: 3 });
    }),
  );
  expect(foldSpans(final)).toEqual(whole);
  expect(whole.runs).toMatchObject([{ status: "completed", runId: trace.runId, heartbeat: false }]);
});
