import { describe, expect, test } from "vitest";
import { ABSENT, createFoldTrace, failed, toOpen } from "../../test/support/fold-trace.ts";
import { foldSpans } from "./fold-spans.ts";
import type { FoldSpan } from "./fold-span.ts";

function judge(...spans: FoldSpan[]) {
  const [run] = foldSpans(spans).runs;
  return { status: run?.status, error: run?.error, endedAt: run?.endedAt, ifSilent: run?.ifSilent };
}

describe("the outermost agent's word counts", () => {
  test("when it says that it failed, however well its steps went", () => {
    const trace = createFoldTrace();
    const agent = trace.agent("weather", { to: 300, ...failed("gave up") });
    expect(judge(agent, trace.chat({ in: agent }))).toMatchObject({ status: "error", error: "gave up" });
  });

  test("when Runline's instrumentation says how the run ended, however its last step went", () => {
    const trace = createFoldTrace();
    const ours = { convention: "runline", agentId: "a", runId: trace.runId };
    for (const runStatus of ["completed", "timeout", "error"] as const) {
      const run = trace.agent("Eliza", { to: 300, ...ours, runStatus });
      expect(judge(run, trace.chat({ in: run, to: 299, ...ours, ...failed("429") }))).toMatchObject({
        status: runStatus,
      });
    }
  });

  test("over that of the request around it, whether this ends before or after it", () => {
    for (const to of [150, 900]) {
      const trace = createFoldTrace();
      const request = trace.infra("POST /chat", { to, ...failed("client left") });
      const agent = trace.agent("weather", { in: request, from: 100, to: 600 });
      expect(judge(request, agent)).toEqual({
        status: "completed",
        error: undefined,
        endedAt: trace.at(600),
        ifSilent: undefined,
      });
    }
  });

  test("and the request's further calls say nothing of it, be it that they go well after a failure or fail after a success", () => {
    const trace = createFoldTrace();
    const request = trace.infra("POST /chat", { to: 900 });
    const broken = trace.agent("weather", { in: request, to: 500, ...failed("boom") });
    const title = trace.chat({ in: request, from: 510, to: 600 });
    expect(judge(request, broken, title)).toMatchObject({ status: "error", error: "boom" });
    const other = createFoldTrace();
    const root = other.infra("POST /chat", { to: 900 });
    const well = other.agent("weather", { in: root, to: 500, status: "ok" });
    expect(judge(root, well, other.chat({ in: root, from: 510, to: 600, ...failed("no title") }))).toMatchObject({
      status: "completed",
    });
  });

  test("for as long as it likes: time after its last call, which failed, is not success", () => {
    const trace = createFoldTrace();
    const agent = trace.agent("weather", { to: 10_000 });
    expect(judge(agent, trace.chat({ in: agent, to: 200, ...failed("401") }))).toMatchObject({ status: "error" });
  });

  test("over that of a sub-agent that failed, when it worked on", () => {
    const trace = createFoldTrace();
    const agent = trace.agent("travel", { to: 900 });
    expect(judge(agent, trace.agent("hotel", { in: agent, from: 100, to: 400, ...failed("no rooms") }))).toMatchObject({
      status: "completed",
    });
  });
});

describe("where it says nothing or ok, the last agent or model call decides", () => {
  test.each([undefined, "ok"] as const)("that failed and was followed by nothing (root says %s)", (status) => {
    const trace = createFoldTrace();
    const workflow = trace.chain("Agent workflow", { to: 400, status });
    const agent = trace.agent("weather", { in: workflow, from: 1, to: 399, ...failed("Error in agent run") });
    expect(judge(workflow, agent)).toMatchObject({ status: "error", error: "Error in agent run" });
    const silent = trace.agent("weather", { to: 400, status });
    expect(
      judge(
        silent,
        trace.chat({ in: silent, to: 100 }),
        trace.chat({ in: silent, from: 200, to: 390, ...failed("429") }),
      ),
    ).toMatchObject({ status: "error", error: "429" });
  });

  test("and one that failed and was followed by success does not", () => {
    const trace = createFoldTrace();
    const agent = trace.agent("weather", { to: 400 });
    const tool = trace.tool("get_weather", { in: agent, from: 110, ...failed("no such city") });
    const { runs } = foldSpans([
      agent,
      trace.chat({ in: agent, ...failed("429") }),
      tool,
      trace.chat({ in: agent, from: 250 }),
    ]);
    expect(runs).toMatchObject([{ status: "completed", counts: { errors: 2 } }]);
    expect(runs[0]).not.toHaveProperty("error");
  });

  test("and what succeeded beside it, without waiting for it, takes nothing back: a guard that answers later", () => {
    const trace = createFoldTrace();
    const request = trace.infra("POST /chat", { to: 900 });
    const main = trace.agent("weather", { in: request, to: 400, ...failed("boom") });
    const guard = trace.agent("guard", { in: main, from: 10, to: 390 });
    const beside = trace.chat({ in: request, from: 10, to: 700 });
    expect(judge(request, main, guard, beside)).toMatchObject({ status: "error", error: "boom" });

    const workflow = trace.chain("Agent workflow", { to: 900, status: "ok" });
    const failing = trace.agent("weather", { in: workflow, to: 400, ...failed("boom") });
    const moderation = trace.agent("moderation", { in: workflow, from: 390, to: 890 });
    expect(judge(workflow, failing, moderation)).toMatchObject({ status: "error", error: "boom" });
    const next = trace.agent("fallback", { in: workflow, from: 400, to: 890 });
    expect(judge(workflow, failing, moderation, next)).toMatchObject({ status: "completed" });
  });

  test("of agents that say nothing themselves, what failed in one counts when the other one did not wait for it", () => {
    const trace = createFoldTrace();
    const workflow = trace.chain("Agent workflow", { to: 500 });
    const main = trace.agent("weather", { in: workflow, to: 400 });
    const refused = trace.chat({ in: main, from: 10, to: 390, ...failed("429") });
    const guard = trace.agent("guard", { in: workflow, to: 490 });
    const asked = trace.chat({ in: guard, from: 10, to: 480 });
    expect(judge(workflow, main, refused, guard, asked)).toMatchObject({ status: "error", error: "429" });
  });

  test("of a team, whose failed last agent is an error of its run", () => {
    const trace = createFoldTrace();
    const publish = trace.infra("publish", { to: 9000 });
    const planner = trace.agent("planner", { in: publish, from: 10, to: 3000 });
    const critic = trace.agent("critic", { in: publish, from: 3010, to: 8900, ...failed("critic gave up") });
    expect(judge(publish, planner, critic)).toMatchObject({ status: "error", error: "critic gave up" });
  });

  test("of a trace without an agent; only where there is no model call, a tool", () => {
    const trace = createFoldTrace();
    const request = trace.infra("POST /chat", { to: 400 });
    const chat = trace.chat({ in: request });
    expect(judge(request, chat, trace.tool("save", { in: request, from: 200, ...failed("disk") }))).toMatchObject({
      status: "completed",
    });
    expect(judge(request, trace.tool("save", { in: request, from: 200, ...failed("disk") }))).toMatchObject({
      status: "error",
    });
  });

  test("and never a tool inside an agent, whose model calls may not be traced", () => {
    const trace = createFoldTrace();
    const agent = trace.agent("weather", { to: 110 });
    expect(judge(agent, trace.tool("get_weather", { in: agent, ...failed("no such city") }))).toMatchObject({
      status: "completed",
    });
  });

  test("which is not the call of a judge after the answer", () => {
    const trace = createFoldTrace();
    const agent = trace.agent("weather", { to: 400 });
    const judged = trace.evaluator({ in: agent, from: 200, to: 399 });
    const asked = trace.chat({ in: judged, from: 210, to: 398, ...failed("429") });
    expect(judge(agent, trace.chat({ in: agent }), judged, asked)).toMatchObject({ status: "completed" });
  });

  test("in time: a step that timed out makes a run that timed out", () => {
    const trace = createFoldTrace();
    const workflow = trace.workflow("flow", { to: 400 });
    expect(judge(workflow, trace.chat({ in: workflow, to: 399, status: "timeout" }))).toMatchObject({
      status: "timeout",
    });
  });
});

describe("the end of a run", () => {
  test("is that of its agent, though the caller above never exports", () => {
    const trace = createFoldTrace();
    expect(judge(trace.agent("A", { below: ABSENT, to: 900 }))).toMatchObject({
      status: "completed",
      endedAt: trace.at(900),
    });
  });

  test("is not there while its agent goes on, whatever has ended inside", () => {
    const trace = createFoldTrace();
    const agent = toOpen(trace.agent("A"));
    expect(judge(agent, trace.chat({ in: agent, ...failed("429") }))).toEqual({
      status: "started",
      error: undefined,
      endedAt: undefined,
      ifSilent: undefined,
    });
  });

  test("is not there while the agent or root that its steps name never came, but known to be a failure if silence follows one", () => {
    const trace = createFoldTrace();
    expect(judge(trace.chat({ below: ABSENT }))).toMatchObject({ status: "started", ifSilent: undefined });
    expect(judge(trace.chat({ below: ABSENT, ...failed("429") }))).toMatchObject({
      status: "started",
      ifSilent: { status: "error", error: "429", endedAt: trace.at(100) },
    });
    const request = trace.infra("POST /chat", { below: "00000000000000fe", to: 900 });
    expect(judge(request, trace.chat({ below: ABSENT }))).toMatchObject({ status: "started" });
  });

  test("is that of the first span of its process, whose parent is in another one", () => {
    const trace = createFoldTrace();
    const request = trace.infra("POST /chat", { below: ABSENT, to: 900, remote: "call", ...failed("500") });
    expect(judge(request, trace.chat({ in: request }))).toMatchObject({ status: "error", endedAt: trace.at(900) });
  });

  test("is that of its last step where nothing is above: a run rebuilt from logs without a row of its own", () => {
    const trace = createFoldTrace();
    const ours = { convention: "runline", agentId: "a", runId: trace.runId, imported: true, agentName: "Ada" };
    const { runs } = foldSpans([trace.chat({ ...ours, to: 100 }), trace.tool("A", { ...ours, from: 200, to: 400 })]);
    expect(runs).toMatchObject([
      { status: "completed", name: "Ada", startedAt: trace.at(0), endedAt: trace.at(400), imported: true },
    ]);
  });

  test("and its start are the root's: what children say changes neither", () => {
    const trace = createFoldTrace();
    const agent = trace.agent("A", { to: 9000 });
    const early = trace.tool("x", { in: agent, from: -300_000, to: -299_000 });
    const late = trace.embedding({ in: agent, from: 8000, to: 50_000 });
    expect(foldSpans([early, late, agent]).runs).toMatchObject([{ startedAt: trace.at(0), endedAt: trace.at(9000) }]);
  });

  test("comes from the latest version of a span: one sent again as failed is failed", () => {
    const trace = createFoldTrace();
    const agent = trace.agent("A", { to: 9000 });
    expect(judge({ ...agent, ...failed("late error") })).toMatchObject({ status: "error", error: "late error" });
  });
});

describe("the words for a failure", () => {
  test("are those of the span that decides, else of the deepest that has any, else its type", () => {
    const trace = createFoldTrace();
    const agent = trace.agent("A", { to: 300, status: "error" });
    expect(judge(agent, trace.chat({ in: agent, ...failed("429 Too Many Requests") })).error).toBe(
      "429 Too Many Requests",
    );
    expect(judge(agent, trace.chat({ in: agent, status: "error", errorType: "RateLimitError" })).error).toBe(
      "RateLimitError",
    );
    expect(judge(agent).error).toBe("failed without a message");
  });
});
