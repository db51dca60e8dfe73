import { describe, expect, test } from "vitest";
import { createFoldTrace, failed } from "../../test/support/fold-trace.ts";
import { foldSpans } from "./fold-spans.ts";
import type { FoldSpan } from "./fold-span.ts";

function countCalls(spans: readonly FoldSpan[]) {
  const { runs } = foldSpans(spans);
  return runs.map(({ counts }) => [counts.modelCalls, counts.actions, counts.embeddings]);
}

describe("one call is one call", () => {
  test("a call directly below one of its kind is a detail of it, whatever infrastructure is in between", () => {
    const trace = createFoldTrace();
    const agent = trace.agent("weather", { to: 900 });
    const outer = trace.chat({ in: agent, from: 10, to: 300 });
    const http = trace.infra("POST", { in: outer, from: 15, to: 290 });
    const inner = trace.chat({ in: http, from: 20, to: 280, scope: "sdk" });
    const innermost = trace.chat({ in: inner, from: 30, to: 270, scope: "server" });
    const spans = [agent, outer, http, inner, innermost];
    const { runs, marks } = foldSpans(spans);
    expect(runs).toMatchObject([{ counts: { modelCalls: 1 } }]);
    expect(marks.map(({ detailOf }) => detailOf)).toEqual([
      undefined,
      undefined,
      undefined,
      outer.spanId,
      outer.spanId,
    ]);
    expect(marks.map(({ counted }) => counted)).toEqual([false, true, false, false, false]);
  });

  test("two instrumentations that name one response tell of one call, though one writes it down afterwards or in no time", () => {
    const trace = createFoldTrace();
    const agent = trace.agent("weather", { to: 900 });
    const call = trace.chat({ in: agent, from: 10, to: 300, responseId: "r1" });
    const usage = trace.chat({ in: agent, from: 301, to: 301, responseId: "r1", scope: "usage" });
    expect(countCalls([agent, call, usage])).toEqual([[1, 0, 0]]);
    const [brief, again] = [{}, { scope: "sdk" }].map((more) => trace.chat({ in: agent, from: 10, to: 10, ...more }));
    expect(countCalls([agent, ...[brief, again].flatMap((span) => span ?? [])])).toEqual([[1, 0, 0]]);
  });

  test("a tool call whose work is a span of its own fails with it; waiting for somebody's consent beside it changes nothing", () => {
    const trace = createFoldTrace();
    const agent = trace.agent("coder", { to: 900 });
    const tool = trace.tool("Bash", { in: agent, to: 500 });
    const consent = trace.infra("tool.blocked_on_user", { in: tool, to: 100 });
    const work = trace.infra("tool.execution", {
      in: tool,
      from: 100,
      to: 500,
      isPartOfParent: true,
      ...failed("exit 1"),
    });
    const { runs, marks } = foldSpans([agent, tool, consent, work]);
    expect(runs).toMatchObject([{ counts: { actions: 1, errors: 1 } }]);
    expect(marks[1]?.facts).toMatchObject({ status: "error", error: "exit 1" });
    expect(marks.map(({ detailOf }) => detailOf)).toEqual([undefined, undefined, undefined, tool.spanId]);
  });

  test("a tool that framework, client and server write is one action; another tool inside is a second one", () => {
    const trace = createFoldTrace();
    const agent = trace.agent("weather", { to: 900 });
    const tool = trace.tool("get_weather", { in: agent, to: 500 });
    const client = trace.tool("get_weather", { in: tool, from: 10, to: 490 });
    const server = trace.tool("get_weather", { in: client, from: 20, to: 480, serviceName: "mcp", remote: "call" });
    expect(countCalls([agent, tool, client, server])).toEqual([[0, 1, 0]]);
    expect(countCalls([agent, tool, client, server, trace.tool("read_file", { in: server, from: 30 })])).toEqual([
      [0, 2, 0],
    ]);
  });

  test("a tool that the agent calls by its server's name as well is the one that the server runs", () => {
    const trace = createFoldTrace();
    const tool = trace.tool("mcp__weather__get_weather", { to: 500 });
    const client = trace.tool("get_weather", { in: tool, from: 10, to: 490, convention: "mcp" });
    expect(countCalls([tool, client])).toEqual([[0, 1, 0]]);
    expect(countCalls([tool, { ...client, toolName: "read_weather" }])).toEqual([[0, 2, 0]]);
    expect(countCalls([tool, { ...client, convention: "gen_ai" }])).toEqual([[0, 2, 0]]);
  });

  test("an inner action without a name is the work of the one around it, and tells how it ended", () => {
    const trace = createFoldTrace();
    const agent = trace.agent("coder", { to: 900 });
    const tool = trace.tool("Bash", { in: agent, to: 500 });
    const execution = trace.tool("", { in: tool, from: 10, to: 490, toolName: undefined, ...failed("exit code 1") });
    const { runs, marks } = foldSpans([agent, tool, execution]);
    expect(runs).toMatchObject([{ counts: { actions: 1, errors: 1 } }]);
    expect(marks[1]?.facts).toMatchObject({ status: "error", error: "exit code 1" });
  });

  test("a nested embedding is one embedding", () => {
    const trace = createFoldTrace();
    const outer = trace.embedding();
    expect(countCalls([outer, trace.embedding({ in: outer, tokens: { input: 6 } })])).toEqual([[0, 0, 1]]);
  });

  test("a call inside a tool inside a call is a call of its own", () => {
    const trace = createFoldTrace();
    const outer = trace.chat({ to: 900 });
    const tool = trace.tool("ask", { in: outer, from: 10, to: 500 });
    expect(countCalls([outer, tool, trace.chat({ in: tool, from: 20 })])).toEqual([[2, 1, 0]]);
  });

  test.each(["beside the calls", "below the call that asked for it"])(
    "what holds several model calls and a tool %s is the loop around them",
    (place) => {
      const trace = createFoldTrace();
      const loop = trace.chat({ to: 900, tokens: { input: 30, output: 3 } });
      const asking = trace.chat({ in: loop, from: 10, to: 290, tokens: { input: 10, output: 1 } });
      const spans = [
        loop,
        asking,
        trace.tool("get_weather", { in: place === "beside the calls" ? loop : asking, from: 150 }),
        trace.chat({ in: loop, from: 300, tokens: { input: 20, output: 2 } }),
      ];
      const { runs, marks } = foldSpans(spans);
      expect(runs).toMatchObject([{ counts: { modelCalls: 2, actions: 1 }, tokens: { input: 30, output: 3 } }]);
      expect(marks[0]).toMatchObject({ kind: "infrastructure", counted: false });
    },
  );

  test("a call that holds one model call and the tool that it asked for is a call", () => {
    const trace = createFoldTrace();
    const call = trace.chat({ to: 900 });
    const inner = trace.chat({ in: call, from: 10, tokens: { input: 10, output: 1 } });
    const { runs } = foldSpans([call, inner, trace.tool("get_weather", { in: call, from: 150 })]);
    expect(runs).toMatchObject([{ counts: { modelCalls: 1, actions: 1 }, tokens: { input: 10, output: 1 } }]);
  });

  test("Runline's own spans are all calls: its instrumentation stands at the calls themselves", () => {
    const trace = createFoldTrace();
    const ours = { convention: "runline", runId: trace.runId, agentId: "a1" };
    const run = trace.agent("Eliza", { to: 900, ...ours });
    const outer = trace.chat({ in: run, to: 500, ...ours });
    expect(countCalls([run, outer, trace.chat({ in: outer, from: 10, ...ours })])).toEqual([[2, 0, 0]]);
  });

  test("a library's span inside a model call of ours is a detail, also when that call is not there yet", () => {
    const trace = createFoldTrace();
    const ours = { convention: "runline", runId: trace.runId, agentId: "a1" };
    const run = trace.agent("Eliza", { to: 900, ...ours });
    const call = trace.chat({ in: run, to: 500, ...ours });
    const library = trace.chat({ in: call, from: 10, isInModelCall: true, tracedRunId: trace.runId });
    expect(countCalls([run, call, library])).toEqual([[1, 0, 0]]);
    expect(countCalls([run, library])).toEqual([[0, 0, 0]]);
  });
});

describe("spans beside each other", () => {
  const place = (trace: ReturnType<typeof createFoldTrace>) => {
    const agent = trace.agent("weather", { to: 900 });
    return { agent, a: { in: agent, scope: "openinference" }, b: { in: agent, scope: "sdk" } };
  };

  test("of two instrumentations, with the same model at nearly the same times, are one call", () => {
    const trace = createFoldTrace();
    const { agent, a, b } = place(trace);
    const spans = [
      agent,
      trace.chat({ ...a, from: 2, to: 192 }),
      trace.chat({ ...b, from: 13, to: 191, model: "openai/gpt-4o", tokens: { input: 31, output: 22 } }),
    ];
    const { runs, marks } = foldSpans(spans);
    expect(runs).toMatchObject([{ counts: { modelCalls: 1 }, tokens: { input: 31, output: 22 } }]);
    expect(marks[2]?.detailOf).toBe(spans[1]?.spanId);
  });

  test("the client that an instrumentation first had to make ready is inside the call, and used the same", () => {
    const trace = createFoldTrace();
    const { agent, a, b } = place(trace);
    const used = { tokens: { input: 52, output: 17 } };
    const call = trace.chat({ ...a, from: 0, to: 314, ...used });
    const client = { ...b, from: 249, to: 307 };
    expect(countCalls([agent, call, trace.chat({ ...client, ...used })])).toEqual([[1, 0, 0]]);
    const fails = { tokens: undefined, ...failed("429") };
    for (const told of [fails, {}])
      expect(countCalls([agent, { ...call, ...fails }, trace.chat({ ...client, ...told })])).toEqual([[1, 0, 0]]);
    expect(countCalls([agent, { ...call, ...fails }, trace.chat({ ...client, status: "ok" })])).toEqual([[2, 0, 0]]);
    // Of two that tell nothing of their use, the times alone prove nothing.
    expect(countCalls([agent, { ...call, tokens: {} }, trace.chat(client)])).toEqual([[2, 0, 0]]);
    const outside = trace.chat({ ...client, ...used, to: 400 });
    expect(countCalls([agent, call, outside])).toEqual([[2, 0, 0]]);
    // What is called once the first has failed is the next try, however soon.
    const fallback = trace.chat({ ...b, from: 324, to: 330, ...fails });
    expect(countCalls([agent, { ...call, ...fails }, fallback])).toEqual([[2, 0, 0]]);
  });

  test("calls side by side stay as many as they are, each with its second span", () => {
    const trace = createFoldTrace();
    const { agent, a, b } = place(trace);
    const calls = [0, 1, 2].flatMap((index) => [
      trace.chat({ ...a, from: index * 3, to: 200 + index }),
      trace.chat({ ...b, from: index * 3 + 1, to: 199 + index }),
    ]);
    expect(countCalls([agent, ...calls])).toEqual([[3, 0, 0]]);
    expect(countCalls([agent, ...calls.filter(({ scope }) => scope === "sdk")])).toEqual([[3, 0, 0]]);
  });

  test.each([
    { difference: "another model", facts: { model: "claude" } },
    { difference: "other tokens", facts: { tokens: { input: 1 } } },
    { difference: "another response", facts: { responseId: "r2" } },
    { difference: "another time", facts: { startedAt: 1_795_000_000_500, endedAt: 1_795_000_000_600 } },
  ])("with $difference are two calls", ({ facts }) => {
    const trace = createFoldTrace();
    const { agent, a, b } = place(trace);
    const first = trace.chat({ ...a, tokens: { input: 7 }, responseId: "r1" });
    expect(countCalls([agent, first, trace.chat({ ...b, ...facts })])).toEqual([[2, 0, 0]]);
  });

  test("and that go on are one call when they started at the same moment", () => {
    const trace = createFoldTrace();
    const { agent, a, b } = place(trace);
    const open = { endedAt: undefined };
    expect(countCalls([agent, trace.chat({ ...a, ...open }), trace.chat({ ...b, ...open, from: 10 })])).toEqual([
      [1, 0, 0],
    ]);
    expect(countCalls([agent, trace.chat({ ...a, ...open }), trace.chat({ ...b, ...open, from: 500 })])).toEqual([
      [2, 0, 0],
    ]);
  });

  test("tries one after the other are as many calls as there were", () => {
    const trace = createFoldTrace();
    const { agent, a } = place(trace);
    const tries = [0, 200, 400].map((from) => trace.chat({ ...a, from, ...failed("429") }));
    expect(countCalls([agent, ...tries])).toEqual([[3, 0, 0]]);
  });

  test("with the same response id at the same time are one call, wherever in the run they stand", () => {
    const trace = createFoldTrace();
    const { agent, a, b } = place(trace);
    const step = trace.infra("step", { in: agent });
    const spans = [
      agent,
      step,
      trace.chat({ ...a, to: 400, responseId: "r" }),
      trace.chat({ ...b, in: step, from: 200, responseId: "r" }),
    ];
    expect(countCalls(spans)).toEqual([[1, 0, 0]]);
  });

  test("with one response id for every answer, as some servers give, are the calls that they are", () => {
    const trace = createFoldTrace();
    const { agent, a } = place(trace);
    const calls = [0, 150, 300].map((from) => trace.chat({ ...a, from, responseId: "chatcmpl-123" }));
    expect(countCalls([agent, ...calls])).toEqual([[3, 0, 0]]);
  });

  test("with the same tool at nearly the same times, or with one id for the call, are one action", () => {
    const trace = createFoldTrace();
    const { agent, a, b } = place(trace);
    expect(countCalls([agent, trace.tool("x", a), trace.tool("x", { ...b, from: 5, to: 95 })])).toEqual([[0, 1, 0]]);
    const [called, seen] = [trace.tool("x", { ...a, to: 900 }), trace.tool("x", { ...b, from: 500, to: 700 })];
    expect(countCalls([agent, called, seen])).toEqual([[0, 2, 0]]);
    const toolCallId = "toolu_01F";
    expect(countCalls([agent, { ...called, toolCallId }, { ...seen, toolCallId }])).toEqual([[0, 1, 0]]);
  });

  test("with a tool-call id that the model uses again are the actions that they are", () => {
    const trace = createFoldTrace();
    const { agent, a } = place(trace);
    const reused = { ...a, toolCallId: "call_0" };
    const parallel = [trace.tool("search", reused), trace.tool("search", reused), trace.tool("read", reused)];
    expect(countCalls([agent, ...parallel, trace.tool("search", { ...reused, from: 200 })])).toEqual([[0, 4, 0]]);
  });
});

describe("what a call does not say is taken from its details", () => {
  test("tokens, model and cost, each where the call says nothing", () => {
    const trace = createFoldTrace();
    const call = trace.chat({ model: undefined, tokens: { input: 10 }, to: 500 });
    const inner = trace.chat({
      in: call,
      from: 10,
      to: 490,
      tokens: { input: 99, output: 5 },
      cost: 0.01,
      responseModel: "gpt-4o-2024",
    });
    const { runs, marks } = foldSpans([call, inner]);
    expect(marks[0]?.facts).toMatchObject({
      model: "gpt-4o",
      responseModel: "gpt-4o-2024",
      tokens: { input: 10, output: 5 },
      cost: 0.01,
    });
    expect(runs).toMatchObject([
      { tokens: { input: 10, output: 5 }, cost: { usd: 0.01, atLeast: false }, models: ["gpt-4o"] },
    ]);
  });

  test("a tool whose work failed has failed, though the framework around it takes the error for an answer", () => {
    const trace = createFoldTrace();
    const agent = trace.agent("weather", { to: 900 });
    const tool = trace.tool("get_weather", { in: agent, to: 500, status: "ok", scope: "openinference" });
    const work = trace.tool("get_weather", { in: tool, to: 490, scope: "autogen", ...failed("no such city") });
    const { runs, marks } = foldSpans([agent, tool, work]);
    expect(runs).toMatchObject([{ counts: { actions: 1, errors: 1 } }]);
    expect(marks[1]?.facts).toMatchObject({ status: "error", error: "no such city" });
    const again = trace.tool("get_weather", { in: tool, from: 491, to: 499, scope: "autogen", status: "ok" });
    expect(foldSpans([agent, tool, work, again]).runs).toMatchObject([{ counts: { actions: 1, errors: 0 } }]);
  });

  test("a tool whose time was over says so, whatever became of its work", () => {
    const trace = createFoldTrace();
    const agent = trace.agent("weather", { to: 900 });
    const tool = trace.tool("get_weather", { in: agent, to: 500, status: "timeout", scope: "openinference" });
    const work = trace.tool("get_weather", { in: tool, to: 490, scope: "autogen", ...failed("cancelled") });
    expect(foldSpans([agent, tool, work]).marks[1]?.facts).toMatchObject({ status: "timeout" });
  });

  test("tries inside add up, spans at the same time do not", () => {
    const trace = createFoldTrace();
    const call = trace.chat({ to: 500 });
    const first = trace.chat({ in: call, from: 10, to: 100, tokens: { input: 3 }, ...failed("bad JSON") });
    const second = trace.chat({ in: call, from: 110, to: 400, tokens: { input: 4 } });
    const again = trace.chat({ in: second, from: 120, to: 390, tokens: { input: 4 } });
    expect(foldSpans([call, first, second, again]).runs).toMatchObject([
      { status: "completed", tokens: { input: 7 }, counts: { modelCalls: 1, errors: 0 } },
    ]);
  });
});
