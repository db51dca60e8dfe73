import { describe, expect, test } from "vitest";
import { ABSENT, createFoldTrace, failed, listRuns, toOpen } from "../../test/support/fold-trace.ts";
import { foldSpans } from "./fold-spans.ts";

describe("a topmost agent is a run with all below it", () => {
  test("sub-agents of the same program, what they call, and infrastructure included", () => {
    const trace = createFoldTrace();
    const agent = trace.agent("planner", { to: 900 });
    const tool = trace.tool("forecaster", { in: agent, from: 10, to: 500 });
    const inner = trace.agent("forecaster", { in: tool, from: 20, to: 490 });
    const spans = [
      agent,
      tool,
      inner,
      trace.chat({ in: inner, from: 30 }),
      trace.infra("POST", { in: inner, from: 200 }),
    ];
    expect(listRuns(spans)).toEqual([["planner", "completed", "planner forecaster forecaster gpt-4o POST"]]);
  });

  test("and of a trace with one run all that is beside it, its callers marked as such", () => {
    const trace = createFoldTrace();
    const request = trace.infra("POST /chat", { to: 1000 });
    const spans = [request, trace.infra("auth", { in: request }), trace.agent("weather", { in: request, from: 10 })];
    expect(listRuns(spans)).toEqual([["weather", "completed", "POST /chat auth weather"]]);
    expect(foldSpans(spans).marks.map(({ isCaller }) => isCaller)).toEqual([true, undefined, undefined]);
  });

  test("whose root is the span around all of its calls, when some are beside the agent", () => {
    const trace = createFoldTrace();
    const request = trace.infra("POST /chat", { to: 1000 });
    const spans = [request, trace.embedding({ in: request }), trace.agent("weather", { in: request, from: 150 })];
    expect(foldSpans(spans).runs).toMatchObject([
      {
        name: "weather",
        rootSpanId: request.spanId,
        counts: { embeddings: 1 },
        startedAt: trace.at(0),
        endedAt: trace.at(1000),
      },
    ]);
  });

  test("also when a span in the middle never came", () => {
    const trace = createFoldTrace();
    const agent = trace.agent("weather", { to: 900 });
    expect(listRuns([agent, trace.chat({ below: ABSENT, from: 10 })])).toEqual([
      ["weather", "completed", "weather gpt-4o"],
    ]);
  });
});

describe("a chain", () => {
  test("without a parent is the run of what it holds, and shown as one", () => {
    const trace = createFoldTrace();
    const chain = trace.chain("RunnableSequence", { to: 500 });
    const spans = [chain, trace.chain("prompt", { in: chain }), trace.chat({ in: chain, from: 110 })];
    const { runs, marks } = foldSpans(spans);
    expect(runs).toMatchObject([{ name: "RunnableSequence", rootSpanId: chain.spanId, counts: { modelCalls: 1 } }]);
    expect(marks.map(({ kind }) => kind)).toEqual(["run", undefined, undefined]);
  });

  test("that names an agent is that agent, and the steps that repeat the name are not", () => {
    const trace = createFoldTrace();
    const planner = trace.chain("planner", { to: 900, agentName: "planner" });
    const node = trace.chain("tools", { in: planner, from: 10, to: 800, agentName: "planner" });
    const tool = trace.tool("forecaster", { in: node, from: 20, to: 700, agentName: "planner" });
    const inner = trace.chain("forecaster", { in: tool, from: 30, to: 600, agentName: "forecaster" });
    const spans = [planner, node, tool, inner, trace.chat({ in: inner, from: 40, agentName: "forecaster" })];
    const { runs, marks } = foldSpans(spans);
    expect(runs).toMatchObject([
      { name: "planner", agents: ["planner", "forecaster"], counts: { modelCalls: 1, actions: 1 } },
    ]);
    expect(marks.map(({ kind }) => kind)).toEqual(["run", undefined, undefined, "run", undefined]);
  });

  test("of a framework around one agent is the run's root", () => {
    const trace = createFoldTrace();
    const workflow = trace.chain("Agent workflow", { to: 1000 });
    const agent = trace.agent("weather", { in: workflow, from: 10, to: 900 });
    expect(foldSpans([workflow, agent]).runs).toMatchObject([
      { name: "weather", rootSpanId: workflow.spanId, endedAt: trace.at(1000) },
    ]);
  });
});

describe("another agent's run inside mine", () => {
  test("of another service has its own counts and a way to it; its failure is its own", () => {
    const trace = createFoldTrace();
    const outer = trace.agent("Orchestrator", { to: 9000, serviceName: "orchestrator" });
    const post = trace.infra("POST", { in: outer, from: 1000, to: 8000, serviceName: "orchestrator" });
    const server = trace.infra("POST /a2a", {
      in: post,
      from: 1010,
      to: 7990,
      serviceName: "researcher",
      remote: "call",
    });
    const inner = trace.agent("Researcher", {
      in: server,
      from: 1020,
      to: 7980,
      serviceName: "researcher",
      ...failed("B failed"),
    });
    const theirs = trace.chat({ in: inner, from: 1030, serviceName: "researcher" });
    const mine = trace.chat({ in: outer, from: 8010, serviceName: "orchestrator" });
    const { runs, marks } = foldSpans([outer, post, server, inner, theirs, mine]);
    expect(runs).toMatchObject([
      { name: "Orchestrator", status: "completed", runId: trace.runId, counts: { modelCalls: 1, errors: 0 } },
      { name: "Researcher", status: "error", insideRunId: trace.runId, counts: { modelCalls: 1, errors: 1 } },
    ]);
    expect(marks[3]).toMatchObject({ agentId: runs[1]?.agentId, runId: runs[1]?.runId });
    expect(marks.map(({ runId }) => runId === trace.runId)).toEqual([true, true, true, false, false, true]);
  });

  test("with a clock behind is still not the first of its trace", () => {
    const trace = createFoldTrace();
    const outer = trace.agent("A", { from: 1000, to: 9000 });
    const inner = trace.agent("B", { in: outer, from: 0, to: 500, serviceName: "other" });
    const { runs } = foldSpans([inner, outer]);
    expect(runs.find(({ runId }) => runId === trace.runId)?.name).toBe("A");
  });

  test("is one of mine while it is a snapshot, too", () => {
    const trace = createFoldTrace();
    const outer = toOpen(trace.agent("A", { to: 9000 }));
    const spans = [
      outer,
      toOpen(trace.tool("ask", { in: outer, from: 10 })),
      toOpen(trace.chat({ in: outer, from: 20 })),
    ];
    expect(foldSpans(spans).runs).toMatchObject([
      { status: "started", counts: { actions: 1, modelCalls: 1 }, heartbeat: true },
    ]);
  });
});
