import { describe, expect, test } from "vitest";
import { ABSENT, createFoldTrace, failed, listRuns, toOpen } from "../../test/support/fold-trace.ts";
import { foldSpans } from "./fold-spans.ts";
import type { FoldSpan } from "./fold-span.ts";

describe("without an agent", () => {
  test.each(["chat", "embedding", "tool", "evaluator"] as const)(
    "a trace with a %s is one run, from its root's start to its end",
    (step) => {
      const trace = createFoldTrace();
      const request = trace.infra("POST /chat", { to: 800 });
      const call = step === "tool" ? trace.tool("x", { in: request }) : trace[step]({ in: request });
      expect(foldSpans([request, trace.infra("SELECT", { in: request }), call]).runs).toMatchObject([
        {
          name: "POST /chat",
          runId: trace.runId,
          startedAt: trace.at(0),
          endedAt: trace.at(800),
          counts: { spans: 3 },
        },
      ]);
    },
  );

  test("and without calls a trace is not a run, but can be listed", () => {
    const trace = createFoldTrace();
    const request = trace.infra("GET /", { to: 800, status: "error" });
    const { runs, marks, trace: whole } = foldSpans([trace.infra("SELECT", { in: request }), request]);
    expect(runs).toEqual([]);
    expect(marks).toEqual([{ counted: false }, { counted: false }]);
    expect(whole).toEqual({
      name: "GET /",
      serviceName: "weather",
      status: "error",
      startedAt: trace.at(0),
      endedAt: trace.at(800),
    });
    expect(foldSpans([])).toEqual({ runs: [], marks: [], trace: undefined, missingParents: [] });
  });

  test("calls beside several runs are one more, which is nobody's, or the only agent's of that program", () => {
    const trace = createFoldTrace();
    const step = trace.infra("Step 1", { below: ABSENT, ...failed("429") });
    const calls = [step, trace.chat({ in: step, from: 10, to: 50, ...failed("429") })];
    const turns = [200, 400].map((from) => trace.agent("weather", { below: ABSENT, from }));
    expect(listRuns([...calls, ...turns])).toEqual([
      ["weather", "started", "Step 1 gpt-4o"],
      ["weather", "completed", "weather"],
      ["weather", "completed", "weather"],
    ]);
    expect(listRuns([...calls, ...turns.slice(1)])).toHaveLength(2);
  });

  test("calls whose agent has not come yet have the id that their run will have", () => {
    const trace = createFoldTrace();
    const first = trace.agent("voice", { below: ABSENT, to: 1000 });
    const second = trace.agent("voice", { below: ABSENT, from: 5000, to: 6000 });
    const chat = trace.chat({ in: second, from: 5010 });
    const idOfLast = (...spans: FoldSpan[]) => foldSpans(spans).runs.at(-1)?.runId;
    expect(listRuns([first, chat])).toHaveLength(2);
    expect(idOfLast(first, chat)).toBe(idOfLast(first, chat, second));
  });

  test("calls beside several runs never have the trace's id, however early they are", () => {
    const trace = createFoldTrace();
    const session = trace.infra("session", { to: 9000 });
    const first = trace.chat({ in: session, conversationId: "s-1" });
    const turns = [1000, 5000].map((from) => trace.agent("voice", { in: session, from, to: from + 900 }));
    const { runs } = foldSpans([session, first, ...turns]);
    expect(runs.find(({ runId }) => runId === trace.runId)?.startedAt).toBe(trace.at(1000));
    expect(runs).toHaveLength(3);
  });
});

describe("a step beside a finished team", () => {
  const team = (trace: ReturnType<typeof createFoldTrace>, place: { below?: string; in?: FoldSpan }) => [
    trace.agent("planner", { ...place, to: 1900 }),
    trace.agent("writer", { ...place, from: 2000, to: 3900 }),
  ];

  test("is of the team, below the span that stands for it and never came, or in its time", () => {
    const trace = createFoldTrace();
    const agents = team(trace, { below: ABSENT });
    const finished = [["planner", "completed", "planner writer gpt-4o"]];
    expect(listRuns([...agents, trace.chat({ below: ABSENT, from: 4000 })])).toEqual(finished);
    expect(listRuns([...agents, trace.chat({ below: "00000000000000fe", from: 1950 })])).toEqual(finished);
  });

  test("in a request that goes on leaves the team finished", () => {
    const trace = createFoldTrace();
    const request = toOpen(trace.infra("GET /stream"));
    const publish = trace.infra("publish", { in: request, to: 5000 });
    const agents = team(trace, { in: publish });
    const spans = [request, publish, ...agents, trace.chat({ in: request, from: 6000 })];
    expect(listRuns(spans)).toEqual([["planner", "completed", "GET /stream publish planner writer gpt-4o"]]);
    expect(foldSpans(spans).runs).toMatchObject([{ endedAt: trace.at(5000) }]);
  });
});

describe("a gateway in the same trace", () => {
  test("tells of the calls of the runs beside it, and is not a run of its own", () => {
    const trace = createFoldTrace();
    const turns = [0, 400].map((from) => trace.agent("weather", { from, to: from + 300 }));
    const calls = turns.map((turn, index) =>
      trace.chat({
        in: turn,
        from: index * 400 + 10,
        to: index * 400 + 90,
        responseId: `r-${index}`,
        tokens: { input: 5 },
      }),
    );
    const gateway = { serviceName: "gateway", scope: "litellm" };
    const mirrors = calls.flatMap((call, index) => {
      const request = trace.infra("POST /v1/chat", {
        below: ABSENT,
        from: index * 400 + 20,
        remote: "call",
        ...gateway,
      });
      const told = { responseId: call.responseId, tokens: { input: 5 }, cost: 0.25, ...gateway };
      return [request, trace.chat({ in: request, from: index * 400 + 30, to: index * 400 + 80, ...told })];
    });
    const { runs, marks } = foldSpans([...turns, ...calls, ...mirrors]);
    expect(runs).toMatchObject([
      { name: "weather", counts: { modelCalls: 1 }, tokens: { input: 5 }, cost: { usd: 0.25, atLeast: false } },
      { name: "weather", counts: { modelCalls: 1 }, tokens: { input: 5 }, cost: { usd: 0.25, atLeast: false } },
    ]);
    expect(marks.filter(({ detailOf }) => detailOf !== undefined)).toHaveLength(2);
  });

  test("of which some calls are nobody's keeps these, and a server that names all answers alike is not a gateway", () => {
    const trace = createFoldTrace();
    const [first, second] = [trace.agent("weather", { to: 300 }), trace.agent("weather", { from: 400, to: 700 })];
    const turns = [first, second];
    const call = trace.chat({ in: first, from: 10, responseId: "same" });
    const rest = trace.chat({ below: ABSENT, from: 800, responseId: "same" });
    expect(listRuns([...turns, call, rest])).toHaveLength(3);
    const other = trace.chat({ below: ABSENT, from: 20, responseId: "another", scope: "litellm" });
    expect(listRuns([...turns, call, other])).toHaveLength(3);
  });
});
