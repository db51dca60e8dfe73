import { describe, expect, test } from "vitest";
import { ABSENT, createFoldTrace, listRuns } from "../../test/support/fold-trace.ts";
import { foldSpans } from "./fold-spans.ts";

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

  test("hand their run down through a span that never comes: the agent below works in that run", () => {
    const trace = createFoldTrace();
    const run = trace.workflow("invoke_agent", { to: 900, ...ours, agentId: undefined, runId: trace.runId });
    const handedDown = { below: ABSENT, tracedRunId: trace.runId };
    const agent = trace.agent("Librarian", { from: 10, to: 90, ...handedDown });
    const chat = trace.chat({ in: agent, from: 20, tracedRunId: trace.runId });
    expect(listRuns([run, agent, chat])).toEqual([["Librarian", "completed", "invoke_agent Librarian gpt-4o"]]);
  });
});
