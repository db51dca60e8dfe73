import { describe, expect, test } from "vitest";
import { createFoldTrace, failed, toOpen } from "../../test/support/fold-trace.ts";
import { foldSpans } from "./fold-spans.ts";
import type { FoldSpan } from "./fold-span.ts";

const ABSENT = "00000000000000ff";

/** Each run with its name, its status and the labels of the spans that count for it. */
function listRuns(spans: readonly FoldSpan[]) {
  const { runs, marks } = foldSpans(spans);
  return runs.map(({ name, status, runId }) => [
    name,
    status,
    spans
      .filter((_, index) => marks[index]?.runId === runId)
      .map(({ label }) => label)
      .join(" "),
  ]);
}

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

  test("and without calls a trace is no run, but can be listed", () => {
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
      spans: 2,
    });
    expect(foldSpans([])).toEqual({ runs: [], marks: [], trace: undefined });
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
});

describe("spans that name their run", () => {
  const ours = { convention: "runline", agentId: "agent-1" };

  test("belong to it, those of a plan to the run of its message, whatever trace they are in", () => {
    const [trace, other] = [createFoldTrace(), createFoldTrace()];
    const run = trace.agent("Eliza", { to: 900, ...ours, runId: "run-1" });
    const plan = trace.span("plan", "plan", { in: run, ...ours, runId: "plan-1", parentRunId: "run-1" });
    const spans = [
      run,
      plan,
      trace.tool("A", { in: plan, ...ours, runId: "plan-1", parentRunId: "run-1" }),
      other.chat({ ...ours, runId: "run-1" }),
    ];
    expect(foldSpans(spans).runs).toMatchObject([
      { runId: "run-1", agentId: "agent-1", counts: { actions: 1, modelCalls: 1, spans: 4 } },
    ]);
  });

  test("take what is below them, infrastructure and unnamed agents of the same program included", () => {
    const trace = createFoldTrace();
    const run = trace.agent("Eliza", { to: 900, ...ours, runId: trace.runId });
    const action = trace.tool("ASK", { in: run, ...ours, runId: trace.runId });
    const sdk = trace.workflow("ai.generateText", { in: action });
    const spans = [run, action, sdk, trace.chat({ in: sdk }), trace.infra("SELECT", { below: ABSENT })];
    expect(foldSpans(spans).runs).toMatchObject([{ name: "Eliza", counts: { modelCalls: 1, actions: 1, spans: 5 } }]);
  });

  test("of another agent only claim the run: it is another one under the same id", () => {
    const trace = createFoldTrace();
    const run = trace.agent("Eliza", { to: 900, ...ours, runId: "run-1" });
    const claim = createFoldTrace().chat({ convention: "runline", agentId: "thief", runId: "run-1" });
    const { runs } = foldSpans([claim, run]);
    expect(runs.map(({ agentId, runId, counts }) => `${agentId} ${runId} ${counts.modelCalls}`).sort()).toEqual([
      "agent-1 run-1 0",
      "thief run-1 1",
    ]);
  });

  test("of another service name no agent and belong to it all the same", () => {
    const trace = createFoldTrace();
    const run = trace.agent("Eliza", { to: 900, ...ours, runId: trace.runId });
    const query = trace.infra("SELECT", { below: ABSENT, runId: trace.runId, serviceName: "db" });
    expect(listRuns([run, query])).toEqual([["Eliza", "completed", "Eliza SELECT"]]);
  });

  test("name an agent and no run: they are an ordinary run", () => {
    const trace = createFoldTrace();
    expect(foldSpans([trace.agent("Eliza", ours)]).runs).toMatchObject([{ runId: trace.runId, agentId: "agent-1" }]);
  });

  test("are of no run when they are outside of any", () => {
    const trace = createFoldTrace();
    const call = trace.chat({ ...ours, isOutsideRun: true });
    expect(foldSpans([call, trace.infra("POST", { in: call })]).runs).toEqual([]);
  });

  test("have the trace of their id to themselves: what is beside another run in it is theirs", () => {
    const trace = createFoldTrace();
    const run = trace.agent("Eliza", { to: 900, ...ours, runId: trace.runId });
    const other = trace.agent("Bob", { below: ABSENT, convention: "runline", agentId: "agent-2", runId: "run-2" });
    expect(listRuns([run, other, trace.infra("SELECT", { below: "00000000000000fe" })])).toEqual([
      ["Eliza", "completed", "Eliza SELECT"],
      ["Bob", "completed", "Bob"],
    ]);
  });

  test("hand their run down: an orphan is of the run that its trace state names", () => {
    const trace = createFoldTrace();
    const asking = trace.agent("Eliza", { to: 900, ...ours, runId: trace.runId });
    const question = trace.tool("ASK", { in: asking, ...ours, runId: trace.runId });
    const asked = trace.agent("Bob", {
      in: question,
      from: 10,
      to: 90,
      convention: "runline",
      agentId: "agent-2",
      runId: "run-2",
    });
    const orphan = trace.infra("SELECT", { below: ABSENT, tracedRunId: "run-2" });
    const spans = [orphan, asking, question, asked];
    expect(foldSpans(spans).marks[0]?.runId).toBe("run-2");
    expect(foldSpans([orphan, asking, question]).marks[0]?.runId).toBeUndefined();
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
    expect(marks[3]?.otherAgent).toEqual({ agentId: runs[1]?.agentId, name: "Researcher", runId: runs[1]?.runId });
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
