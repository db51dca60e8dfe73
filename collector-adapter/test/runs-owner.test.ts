import { ATTR_RUN_ID } from "@runline/contract";
import { expect, test } from "vitest";
import { createClient } from "./support/call-api.ts";
import { describeEachDatabase } from "./support/describe-each-database.ts";
import { createForeignTrace } from "./support/foreign-trace.ts";
import { ingest } from "./support/send-spans.ts";
import { createTestRun } from "./support/test-run.ts";
import { newSpanId, toPending } from "./support/test-span.ts";

const HOUR_MS = 3_600_000;
const AGENT = { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "Travel Agent" };
const CHAT = { "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o" };

describeEachDatabase("what belongs to a run", (context) => {
  test("shows an agent nothing of a run whose id it only claims", async () => {
    const client = createClient(context.url);
    const run = createTestRun();
    await ingest(context.url, [run.root(), run.modelCall(), toPending(run.action("SLOW", { from: 20 }))]);
    const thief = createTestRun({ runId: run.runId });
    const claim = { ...thief.modelCall(), traceId: createForeignTrace().traceId, parentSpanId: undefined };
    await ingest(context.url, [claim]);

    const theirs = await client.getRunSpans(thief.agentId, run.runId);
    expect(theirs.spans.map(({ spanId }) => spanId)).toEqual([claim.spanId]);
    expect((await client.getRun(thief.agentId, run.runId)).events.map(({ type }) => type)).toEqual(["MODEL_USED"]);
    const own = await client.getRunSpans(run.agentId, run.runId);
    expect(own.spans.map(({ kind }) => kind)).toEqual(["run", "model_call", "action"]);
  });

  test("shows the run of another agent below the step that called it, and leaves its counts to that agent", async () => {
    const client = createClient(context.url);
    const trace = createForeignTrace();
    const other = createForeignTrace();
    const outer = trace.span("invoke_agent", AGENT, { to: 900 });
    const request = trace.span("POST /hotels", {}, { parent: outer, from: 10, to: 800 });
    const join = { traceId: trace.traceId };
    const hotels = { ...AGENT, "gen_ai.agent.name": "Hotel Agent" };
    const inner = {
      ...other.span("invoke_agent", hotels, { parent: request, from: 20, to: 700, error: "full" }),
      ...join,
    };
    const chat = { ...other.span("chat", CHAT, { parent: inner, from: 30, to: 600 }), ...join };
    await ingest(context.url, [outer, request, inner, chat]);

    const first = await client.getRun(trace.agentIdOf("Travel Agent"), trace.runId);
    expect(first.summary).toMatchObject({ durationMs: 900, counts: { modelCalls: 0 } });
    expect(first.events.map(({ type }) => type)).toEqual(["RUN_STARTED", "RUN_ENDED"]);
    const { spans } = await client.getRunSpans(trace.agentIdOf("Travel Agent"), trace.runId);
    expect(spans.map(({ name, state, otherAgent }) => [name, state, otherAgent?.name])).toEqual([
      ["invoke_agent", "ok", undefined],
      ["POST /hotels", "ok", undefined],
      ["invoke_agent", "error", "Hotel Agent"],
      ["chat", "ok", "Hotel Agent"],
    ]);

    const { agentId = "", runId = "" } = spans[2]?.otherAgent ?? {};
    expect(agentId).toBe(other.agentIdOf("Hotel Agent"));
    const second = await client.getRun(agentId, runId);
    expect(second.summary).toMatchObject({ status: "error", durationMs: 680, counts: { modelCalls: 1 } });
    expect(second.events.map(({ type }) => type)).toEqual(["RUN_STARTED", "MODEL_USED", "RUN_ENDED"]);
    const asked = await client.getRunSpans(agentId, runId);
    expect(asked.spans.map(({ name, caller, otherAgent }) => [name, caller ?? false, otherAgent?.runId])).toEqual([
      ["invoke_agent", true, trace.runId],
      ["POST /hotels", true, trace.runId],
      ["invoke_agent", false, undefined],
      ["chat", false, undefined],
    ]);
  });

  test("gives an agent that is asked by another one, in that one's trace, what is below its own steps and who asked", async () => {
    const client = createClient(context.url);
    const asking = createTestRun({ agentName: "Guide" });
    const question = asking.action("ASK_COLLEAGUE");
    const asked = createTestRun({ joins: question, agentName: "Colleague" });
    const below = ({ runId }: { runId: string }) => ({ traceState: `runline=${runId.replaceAll("-", "")}` });
    const action = asked.action("LOOK_UP");
    const spans = [
      { ...asked.infrastructure("SELECT theirs", { parent: action }), ...below(asked) },
      { ...asked.infrastructure("SELECT a step not sent"), parentSpanId: newSpanId(), ...below(asked) },
      { ...asking.infrastructure("SELECT mine"), ...below(asking) },
      { ...asking.infrastructure("SELECT without a word"), parentSpanId: newSpanId() },
    ];
    await ingest(context.url, [...spans, action, asked.root(), question, asking.root()]);
    const read = async ({ agentId, runId }: { agentId: string; runId: string }) =>
      (await client.getRunSpans(agentId, runId)).spans
        .map(
          ({ name, caller, otherAgent }) =>
            `${name}${caller ? ", caller" : ""}${otherAgent ? `, ${otherAgent.name}` : ""}`,
        )
        .toSorted();

    expect(await read(asking)).toEqual([
      "SELECT mine",
      "SELECT theirs, Colleague",
      "SELECT without a word",
      "execute_tool ASK_COLLEAGUE",
      "execute_tool LOOK_UP, Colleague",
      "invoke_agent Colleague, Colleague",
      "invoke_agent Guide",
    ]);
    expect(await read(asked)).toEqual([
      "SELECT a step not sent",
      "SELECT theirs",
      "execute_tool ASK_COLLEAGUE, caller, Guide",
      "execute_tool LOOK_UP",
      "invoke_agent Colleague",
      "invoke_agent Guide, caller, Guide",
    ]);
  });

  test("takes a library's own spans of a model call for details of it, in whatever order they arrive", async () => {
    const client = createClient(context.url);
    const run = createTestRun();
    const call = run.modelCall();
    const below = { traceState: `runline=${run.runId.replaceAll("-", "")}.call` };
    const detail = { ...run.infrastructure("openai.chat", { parent: call, attributes: CHAT }), ...below };
    for (const span of [detail, call, run.root()]) await ingest(context.url, [span]);

    const { spans } = await client.getRunSpans(run.agentId, run.runId);
    expect(new Map(spans.map(({ name, kind, detailOf }) => [name, [kind, detailOf]]))).toEqual(
      new Map([
        ["invoke_agent Weather Guide", ["run", undefined]],
        ["chat gpt-4o-mini", ["model_call", undefined]],
        ["openai.chat", ["model_call", call.spanId]],
      ]),
    );
    const { summary, events } = await client.getRun(run.agentId, run.runId);
    expect(summary.counts).toMatchObject({ modelCalls: 1 });
    expect(events.filter(({ type }) => type === "MODEL_USED")).toHaveLength(1);
    const isOfRun = await Promise.all(
      (await client.listAgents()).agents.map(async ({ agentId }) =>
        (await client.listRuns(agentId, { limit: 100 })).runs.some(({ runId }) => runId === run.runId),
      ),
    );
    expect(isOfRun.filter(Boolean)).toHaveLength(1);
  });

  test("shows the span of another service that names the run and no agent", async () => {
    const run = createTestRun();
    const query = run.infrastructure("SELECT", { attributes: { [ATTR_RUN_ID]: run.runId } });
    await ingest(context.url, [run.root(), query]);

    const { spans } = await createClient(context.url).getRunSpans(run.agentId, run.runId);
    expect(spans.map(({ name }) => name)).toEqual(["invoke_agent Weather Guide", "SELECT"]);
  });

  test("shows spans that began hours before the run or end hours after it, also in a trace that it joined", async () => {
    const client = createClient(context.url);
    const startedAt = Date.now() - 5 * HOUR_MS;
    const owner = createTestRun({ startedAt });
    const caller = createForeignTrace().span("POST /messages");
    const joined = createTestRun({ startedAt, joins: { ...caller, startedAt, endedAt: startedAt + 4 * HOUR_MS } });
    for (const run of [owner, joined]) {
      const index = run.infrastructure("index", { from: -3 * HOUR_MS });
      await ingest(context.url, [run.root(), index, run.infrastructure("upload", { to: 4 * HOUR_MS })]);
    }

    for (const run of [owner, joined]) {
      const { spans } = await client.getRunSpans(run.agentId, run.runId);
      expect(spans.map(({ name }) => name)).toEqual(["index", "invoke_agent Weather Guide", "upload"]);
    }
  });
});
