import { describe, expect, test } from "vitest";
import { ABSENT, createFoldTrace, failed, listRuns } from "../../test/support/fold-trace.ts";
import { foldSpans } from "./fold-spans.ts";

describe("agents that help", () => {
  test("at the same time and under one name are in the run of the agent above them", () => {
    const trace = createFoldTrace();
    const planner = trace.agent("planner", { to: 900 });
    const fanOut = trace.infra("parallel", { in: planner, to: 800 });
    const helpers = [0, 1, 2].map((from) => trace.agent("researcher", { in: fanOut, from, to: 700 }));
    expect(listRuns([planner, fanOut, ...helpers])).toEqual([
      ["planner", "completed", "planner parallel researcher researcher researcher"],
    ]);
  });

  test("because a tool calls them are in the run of the tool, which is not named after them", () => {
    const trace = createFoldTrace();
    const request = trace.infra("POST /trip", { to: 900 });
    const tools = [0, 400].flatMap((from) => {
      const tool = trace.tool("forecast", { in: request, from, to: from + 300 });
      return [tool, trace.agent("forecaster", { in: tool, from: from + 10, to: from + 290 })];
    });
    expect(listRuns([request, ...tools])).toEqual([
      ["POST /trip", "completed", "POST /trip forecast forecaster forecast forecaster"],
    ]);
  });
});

describe("an agent below the tool of another program", () => {
  test("is a run inside that of the caller, whose tool it is", () => {
    const trace = createFoldTrace();
    const caller = trace.agent("orchestrator", { to: 2000, serviceName: "caller" });
    const call = trace.tool("plan_trip", { in: caller, from: 100, to: 1000, serviceName: "caller" });
    const served = trace.tool("plan_trip", { in: call, from: 110, to: 990, remote: "call" });
    const agent = trace.agent("forecaster", { in: served, from: 120, to: 980 });
    const spans = [caller, call, served, agent, trace.chat({ in: agent, from: 130 })];
    expect(listRuns(spans)).toEqual([
      ["orchestrator", "completed", "orchestrator plan_trip plan_trip"],
      ["forecaster", "completed", "forecaster gpt-4o"],
    ]);
    const [outer, inner] = foldSpans(spans).runs;
    expect(outer?.counts).toMatchObject({ actions: 1, modelCalls: 0 });
    expect(inner?.insideRunId).toBe(outer?.runId);
  });

  test("gives its name to the run where the caller sends nothing", () => {
    for (const place of [{ below: ABSENT, remote: "call" as const }, {}]) {
      const trace = createFoldTrace();
      const served = trace.tool("plan_trip", { ...place, to: 900 });
      const agent = trace.agent("forecaster", { in: served, from: 10, to: 890 });
      expect(foldSpans([served, agent]).runs).toMatchObject([
        { name: "forecaster", rootSpanId: served.spanId, counts: { actions: 1 } },
      ]);
    }
  });

  test("helps all the same where the tool's own agent never came", () => {
    const trace = createFoldTrace();
    const tool = trace.tool("ask", { below: ABSENT, to: 900 });
    expect(listRuns([tool, trace.agent("forecaster", { in: tool, to: 890 })])).toEqual([
      ["weather", "started", "ask forecaster"],
    ]);
  });
});

describe("agents side by side", () => {
  test("of the same name are several runs: the turns of a session", () => {
    const trace = createFoldTrace();
    const session = trace.infra("websocket", { to: 30_000 });
    const turns = [0, 10_000, 20_000].flatMap((from) => {
      const turn = trace.agent("helper", {
        in: session,
        from,
        to: from + 2000,
        ...(from === 10_000 && failed("no answer")),
      });
      return [turn, trace.chat({ in: turn, from: from + 10 })];
    });
    const { runs } = foldSpans([session, ...turns]);
    expect(runs).toMatchObject([
      { status: "completed", startedAt: trace.at(0), endedAt: trace.at(2000), runId: trace.runId },
      { status: "error", error: "no answer", startedAt: trace.at(10_000) },
      { status: "completed", startedAt: trace.at(20_000) },
    ]);
    expect(new Set(runs.map(({ runId }) => runId)).size).toBe(3);
  });

  test("below a parent that never came are several runs as well, and a failed one stays failed", () => {
    const trace = createFoldTrace();
    const turns = [0, 3_600_000].map((from, index) =>
      trace.agent("voice", { below: ABSENT, from, to: from + 5000, ...(index === 0 && failed("turn failed")) }),
    );
    expect(listRuns(turns)).toEqual([
      ["voice", "error", "voice"],
      ["voice", "completed", "voice"],
    ]);
  });

  test("that overlap are several runs", () => {
    const trace = createFoldTrace();
    const both = trace.infra("compare", { to: 1000 });
    expect(
      listRuns([both, trace.agent("a", { in: both, to: 900 }), trace.agent("b", { in: both, from: 1, to: 700 })]),
    ).toEqual([
      ["a", "completed", "a"],
      ["b", "completed", "b"],
    ]);
  });

  test("that take turns and have different names are one team, named after the first and as long as the span around it", () => {
    const trace = createFoldTrace();
    const publish = trace.infra("publish", { to: 9000 });
    const agents = ["planner", "writer", "planner", "critic"].map((name, index) =>
      trace.agent(name, { in: publish, from: index * 2000, to: index * 2000 + 1999 }),
    );
    const { runs } = foldSpans([...agents.toReversed(), publish]);
    expect(runs).toMatchObject([{ name: "planner", endedAt: trace.at(9000), agents: ["planner", "writer", "critic"] }]);
  });

  test("below a chain are one run, however often one of them works, unless one works twice at a time", () => {
    const trace = createFoldTrace();
    const crew = trace.chain("kickoff", { to: 1000 });
    const task = (from: number, to: number) => trace.agent("researcher", { in: crew, from, to });
    expect(listRuns([crew, task(0, 400), task(400, 900)])).toEqual([
      ["researcher", "completed", "kickoff researcher researcher"],
    ]);
    expect(listRuns([crew, task(0, 400), task(10, 390)])).toHaveLength(2);
  });

  test("below an agent span without a name are one run, or as many as work at the same time", () => {
    const trace = createFoldTrace();
    const workflow = trace.workflow("Agent workflow", { to: 1000 });
    const chain = trace.chain("Agent workflow", { in: workflow, to: 999 });
    const planner = trace.agent("planner", { in: chain, to: 400 });
    const handedOver = trace.agent("forecaster", { in: chain, from: 401, to: 900 });
    expect(foldSpans([workflow, chain, planner, handedOver]).runs).toMatchObject([
      { name: "planner", rootSpanId: workflow.spanId },
    ]);
    const again = trace.agent("planner", { in: chain, from: 10, to: 390 });
    expect(listRuns([workflow, chain, planner, again])).toEqual([
      ["planner", "completed", "planner"],
      ["planner", "completed", "planner"],
    ]);
  });

  test("below a workflow are one run", () => {
    const trace = createFoldTrace();
    const crew = trace.workflow("crew.kickoff", { to: 9000 });
    const agents = ["researcher", "writer", "editor"].map((name, index) =>
      trace.agent(name, { in: crew, from: index * 3000, to: index * 3000 + 2900 }),
    );
    for (const spans of [
      [crew, ...agents],
      [...agents.toReversed(), crew],
    ]) {
      expect(foldSpans(spans).runs).toMatchObject([{ name: "researcher", rootSpanId: crew.spanId }]);
    }
  });

  test("of two turns with a team each are two runs", () => {
    const trace = createFoldTrace();
    const session = trace.infra("session", { to: 9000 });
    const turns = [0, 5000].flatMap((from) => {
      const turn = trace.infra("turn", { in: session, from, to: from + 3000 });
      return [
        turn,
        trace.agent("planner", { in: turn, from, to: from + 1000 }),
        trace.agent("writer", { in: turn, from: from + 1001, to: from + 2000 }),
      ];
    });
    expect(listRuns([session, ...turns])).toEqual([
      ["planner", "completed", "turn planner writer"],
      ["planner", "completed", "turn planner writer"],
    ]);
  });
});
