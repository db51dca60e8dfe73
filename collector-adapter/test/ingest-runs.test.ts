import { ATTR_ACTION_SUCCESS, ATTR_GEN_AI_TOOL_CALL_ID, ATTR_RUN_ID, ATTR_RUN_PHASE } from "@runline/contract";
import { expect, test } from "vitest";
import { createClient } from "./support/call-api.ts";
import { describeEachDatabase } from "./support/describe-each-database.ts";
import { readStore } from "./support/read-store.ts";
import { ingest } from "./support/send-spans.ts";
import { createTestRun } from "./support/test-run.ts";
import { newSpanId, newTraceId, toPending, type TestSpan } from "./support/test-span.ts";

describeEachDatabase("ingest of Runline's own spans", (context) => {
  test("stores the same spans once, however often they come", async () => {
    const run = createTestRun();
    const plan = run.plan();
    const spans = [
      run.root(),
      plan,
      run.action("GET_WEATHER", { parent: plan }),
      run.modelCall(),
      run.evaluator(),
      run.embedding(),
      run.infrastructure("GET"),
      toPending(run.modelCall({ from: 300 })),
    ];
    await ingest(context.url, spans);
    const once = await readStore(context.database);

    await ingest(context.url, spans);
    await ingest(context.url, [...spans, ...spans]);

    expect(await readStore(context.database)).toEqual(once);
  });

  test("shows a run that has only started, and lets it grow until it ends", async () => {
    const client = createClient(context.url);
    const run = createTestRun();
    const root = run.root();
    const action = run.action("GET_WEATHER", { from: 50, to: 400 });

    await ingest(context.url, [toPending(root)]);
    const started = await client.getRun(run.agentId, run.runId);
    expect(started.summary).toMatchObject({ status: "started", counts: { actions: 0, modelCalls: 0 } });
    expect(started.summary).not.toHaveProperty("endedAt");
    expect(started.events.map(({ type }) => type)).toEqual(["RUN_STARTED"]);

    await ingest(context.url, [toPending(action)]);
    const grown = await client.getRun(run.agentId, run.runId);
    expect(grown.summary).toMatchObject({ status: "started", counts: { actions: 1 } });
    expect(grown.events.map(({ type }) => type)).toEqual(["RUN_STARTED", "ACTION_STARTED"]);
    const { spans } = await client.getRunSpans(run.agentId, run.runId);
    expect(spans.map(({ label, state }) => [label, state])).toEqual([
      ["Weather Guide", "open"],
      ["GET_WEATHER", "open"],
    ]);

    await ingest(context.url, [action, root]);
    const ended = await client.getRun(run.agentId, run.runId);
    expect(ended.summary).toMatchObject({ status: "completed", durationMs: 1000, counts: { actions: 1 } });
    expect(ended.events.map(({ type }) => type)).toEqual([
      "RUN_STARTED",
      "ACTION_STARTED",
      "ACTION_COMPLETED",
      "RUN_ENDED",
    ]);
  });

  const ORDERS: Record<string, (pending: TestSpan[], final: TestSpan[]) => TestSpan[][]> = {
    "the snapshot first": (pending, final) => [pending, final],
    "the final span first": (pending, final) => [final, pending],
    "both in one request, snapshot first": (pending, final) => [[...pending, ...final]],
    "both in one request, final span first": (pending, final) => [[...final, ...pending]],
  };

  test.each(Object.keys(ORDERS))("lets the final span replace its snapshot: %s", async (order) => {
    const client = createClient(context.url);
    const run = createTestRun();
    const final = [run.root(), run.action("GET_WEATHER"), run.modelCall(), run.infrastructure("GET")];
    for (const spans of ORDERS[order]?.(final.map(toPending), final) ?? []) await ingest(context.url, spans);

    const { summary } = await client.getRun(run.agentId, run.runId);
    expect(summary).toMatchObject({ status: "completed", counts: { actions: 1, modelCalls: 1, errors: 0 } });
    const { spans } = await client.getRunSpans(run.agentId, run.runId);
    expect(spans.map(({ state }) => state)).toEqual(["ok", "ok", "ok", "ok"]);
    const { openSpans } = await readStore(context.database);
    expect(openSpans.filter((row) => row["run_id"] === run.runId)).toEqual([]);
  });

  test("puts children under their run when they come before it", async () => {
    const client = createClient(context.url);
    const run = createTestRun();
    const action = run.action("GET_WEATHER", { from: 50 });
    await ingest(context.url, [run.modelCall({ from: 60, parent: action })]);
    await ingest(context.url, [action]);
    await ingest(context.url, [run.root()]);

    const { summary, events } = await client.getRun(run.agentId, run.runId);
    expect(summary).toMatchObject({
      runId: run.runId,
      status: "completed",
      startedAt: run.startedAt,
      messageId: run.messageId,
      roomId: run.roomId,
      entityId: run.entityId,
      counts: { actions: 1, modelCalls: 1, evaluators: 0, errors: 0 },
      metadata: { agentName: "Weather Guide", entityName: "Ada", source: "discord" },
    });
    expect(events.map(({ type }) => type)).toEqual([
      "RUN_STARTED",
      "ACTION_STARTED",
      "ACTION_COMPLETED",
      "MODEL_USED",
      "RUN_ENDED",
    ]);
  });

  test("counts the actions of a plan for the run of the message, and lists no run for the plan", async () => {
    const client = createClient(context.url);
    const run = createTestRun();
    const plan = run.plan({ to: 900, size: 2 });
    const first = run.action("GET_WEATHER", { parent: plan, from: 20 });
    const second = run.action("SEND_REPLY", { parent: plan, from: 200, error: "room is gone" });
    await ingest(context.url, [run.root(), plan, first, second, run.modelCall({ parent: first, from: 30, to: 90 })]);

    const list = await client.listRuns(run.agentId);
    expect(list.runs.map(({ runId }) => runId)).toEqual([run.runId]);
    expect(list.total).toBe(1);
    const { summary, events } = await client.getRun(run.agentId, run.runId);
    expect(summary.counts).toEqual({ actions: 2, modelCalls: 1, errors: 1, evaluators: 0 });
    const completed = events.filter(({ type }) => type === "ACTION_COMPLETED").map(({ data }) => data);
    expect(completed).toMatchObject([
      { actionName: "GET_WEATHER", success: true, durationMs: 100, planStep: "1/1" },
      { actionName: "SEND_REPLY", success: false, error: "room is gone" },
    ]);
    expect(events.find(({ type }) => type === "MODEL_USED")?.data).toMatchObject({
      modelType: "TEXT_LARGE",
      executionTime: 60,
      inputTokens: 812,
      actionContext: { actionName: "GET_WEATHER", actionId: first.attributes[ATTR_GEN_AI_TOOL_CALL_ID] },
    });
    const { spans } = await client.getRunSpans(run.agentId, run.runId);
    expect(spans.map(({ kind, parentSpanId }) => [kind, parentSpanId])).toEqual([
      ["run", undefined],
      ["plan", spans[0]?.spanId],
      ["action", plan.spanId],
      ["model_call", first.spanId],
      ["action", plan.spanId],
    ]);
    const planRunId = String(plan.attributes[ATTR_RUN_ID]);
    await expect(client.getRun(run.agentId, planRunId)).rejects.toMatchObject({ status: 404 });
  });

  test("keeps two runs that overlap in two rooms apart", async () => {
    const client = createClient(context.url);
    const first = createTestRun();
    const second = createTestRun({ agentId: first.agentId, startedAt: first.startedAt + 5 });
    await ingest(context.url, [first.modelCall(), second.action("GET_WEATHER"), second.root()]);
    await ingest(context.url, [second.evaluator(), first.root(), first.evaluator({ from: 500 })]);

    const { runs } = await client.listRuns(first.agentId);
    expect(runs.map(({ runId, roomId, counts }) => ({ runId, roomId, counts }))).toEqual([
      {
        runId: second.runId,
        roomId: second.roomId,
        counts: { actions: 1, modelCalls: 0, errors: 0, evaluators: 1 },
      },
      { runId: first.runId, roomId: first.roomId, counts: { actions: 0, modelCalls: 1, errors: 0, evaluators: 1 } },
    ]);
    const spans = await client.getRunSpans(first.agentId, first.runId);
    expect(spans.spans.map(({ kind }) => kind)).toEqual(["run", "model_call", "evaluator"]);
  });

  test("takes in an embedding that ends after its run, without reopening or lengthening it", async () => {
    const client = createClient(context.url);
    const run = createTestRun();
    await ingest(context.url, [run.root()]);
    await ingest(context.url, [run.embedding({ from: 900, to: 5000 })]);

    const { summary, events } = await client.getRun(run.agentId, run.runId);
    expect(summary).toMatchObject({ status: "completed", durationMs: 1000, counts: { modelCalls: 0 } });
    expect(events.map(({ type }) => type)).toEqual(["RUN_STARTED", "RUN_ENDED", "EMBEDDING_EVENT"]);
  });

  test.each([
    { status: "error" as const, error: "model is away", errors: 1 },
    { status: "timeout" as const, error: undefined, errors: 1 },
    { status: "completed" as const, error: undefined, errors: 0 },
  ])("reports $errors errors for a run that ends with $status and has no failed step", async (end) => {
    const client = createClient(context.url);
    const run = createTestRun();
    await ingest(context.url, [run.root({ status: end.status, ...(end.error && { error: end.error }) })]);

    const { summary, events } = await client.getRun(run.agentId, run.runId);
    expect(summary).toMatchObject({ status: end.status, counts: { errors: end.errors } });
    expect(summary.metadata?.error).toBe(end.error);
    expect(events.at(-1)).toMatchObject({ type: "RUN_ENDED", data: { status: end.status, durationMs: 1000 } });
  });

  test("counts each failed step of a failed run once, and not the run itself", async () => {
    const client = createClient(context.url);
    const run = createTestRun();
    await ingest(context.url, [
      run.root({ status: "error", error: "gave up" }),
      run.action("A", { error: "boom" }),
      run.action("B", { attributes: { [ATTR_ACTION_SUCCESS]: false } }),
      run.modelCall({ error: "429" }),
      run.embedding({ error: "429" }),
      run.evaluator({ error: "no judge" }),
      run.infrastructure("GET", { error: "refused" }),
    ]);

    const { summary } = await client.getRun(run.agentId, run.runId);
    expect(summary.counts).toEqual({ actions: 2, modelCalls: 1, errors: 5, evaluators: 1 });
  });

  test("shows a composed state and its context providers among the spans, and counts them nowhere, failed ones neither", async () => {
    const client = createClient(context.url);
    const run = createTestRun();
    const state = run.composedState({ to: 90 });
    const providers = [
      run.contextProvider("TIME", { parent: state, from: 20 }),
      run.contextProvider("FACTS", { parent: state, from: 30, error: "no table" }),
    ];
    await ingest(context.url, [run.root(), state, ...providers]);

    const { summary, events } = await client.getRun(run.agentId, run.runId);
    expect(summary.counts).toEqual({ actions: 0, modelCalls: 0, errors: 0, evaluators: 0 });
    expect(events.map(({ type }) => type)).toEqual(["RUN_STARTED", "RUN_ENDED"]);
    const { spans } = await client.getRunSpans(run.agentId, run.runId);
    expect(spans.map(({ kind, label, state: outcome }) => [kind, label, outcome])).toEqual([
      ["run", "Weather Guide", "ok"],
      ["composed_state", "compose_state", "ok"],
      ["context_provider", "TIME", "ok"],
      ["context_provider", "FACTS", "error"],
    ]);
  });

  test("shows calls made before any run in no list", async () => {
    const client = createClient(context.url);
    const run = createTestRun();
    const { [ATTR_RUN_ID]: _runId, ...outside } = run.modelCall().attributes;
    const call = { ...run.modelCall(), traceId: newTraceId(), parentSpanId: undefined };
    const attributes = { ...outside, [ATTR_RUN_PHASE]: "system_init" };
    await ingest(context.url, [{ ...call, attributes }]);
    await ingest(context.url, [toPending({ ...call, spanId: newSpanId(), attributes })]);

    expect(await client.listRuns(run.agentId)).toEqual({ runs: [], total: 0, hasMore: false });
    const { logs } = await readStore(context.database);
    expect(logs.filter((row) => row["agent_id"] === run.agentId)).toHaveLength(1);
  });
});
