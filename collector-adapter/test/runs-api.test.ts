import { randomUUID } from "node:crypto";
import {
  ATTR_AGENT_ID,
  ATTR_ROOM_ID,
  ATTR_RUN_ID,
  type ListRunsParams,
  LOST_AFTER_MS,
  RUN_STATUSES,
  RunDetail,
  RunList,
  RunSpans,
  RunStats,
} from "@runline/contract";
import { parse } from "valibot";
import { expect, test } from "vitest";
import { callApi, createClient } from "./support/call-api.ts";
import { describeEachDatabase } from "./support/describe-each-database.ts";
import { ingest } from "./support/send-spans.ts";
import { createTestRun } from "./support/test-run.ts";
import { toPending } from "./support/test-span.ts";

/** Keys of elizaOS's runs API, and ours. */
const SUMMARY_KEYS = [
  "agentId",
  "agentName",
  "counts",
  "durationMs",
  "endedAt",
  "entityId",
  "messageId",
  "metadata",
  "name",
  "roomId",
  "rootSpanId",
  "runId",
  "serviceName",
  "startedAt",
  "status",
  "time",
  "traceId",
];

describeEachDatabase("runs API", (context) => {
  test("answers with exactly the promised keys and values", async () => {
    const run = createTestRun();
    const root = run.root();
    const action = run.action("GET_WEATHER");
    await ingest(context.url, [root, action, run.modelCall({ parent: action, from: 20, to: 60 })]);

    const list = await callApi(context.url, `/api/agents/${run.agentId}/runs`);
    const detail = await callApi(context.url, `/api/agents/${run.agentId}/runs/${run.runId}`);

    const { runs, ...rest } = parse(RunList, list.body);
    expect(rest).toEqual({ total: 1, hasMore: false });
    expect(new Set(Object.keys(runs[0] ?? {}))).toEqual(
      new Set([...SUMMARY_KEYS, "actions", "models", "sketch", "tokens"]),
    );
    const { summary, events } = parse(RunDetail, detail.body);
    expect(Object.keys(detail.body ?? {}).toSorted()).toEqual(["events", "summary"]);
    expect(summary).toEqual(runs[0]);
    expect(summary).toEqual({
      runId: run.runId,
      agentId: run.agentId,
      status: "completed",
      startedAt: run.startedAt,
      endedAt: run.startedAt + 1000,
      durationMs: 1000,
      messageId: run.messageId,
      roomId: run.roomId,
      entityId: run.entityId,
      counts: { actions: 1, modelCalls: 1, errors: 0, evaluators: 0 },
      metadata: { agentName: "Weather Guide", entityName: "Ada", source: "discord", traceId: run.traceId },
      name: "Weather Guide",
      agentName: "Weather Guide",
      serviceName: "weather-agent",
      traceId: run.traceId,
      rootSpanId: root.spanId,
      models: ["gpt-4o-mini"],
      actions: ["GET_WEATHER"],
      sketch: [
        [0, 10, 100, 0],
        [1, 20, 40, 0],
      ],
      tokens: { input: 812, output: 96 },
      time: { modelMs: 40, toolMs: 60, idleMs: 900 },
    });
    const actionId = action.attributes["gen_ai.tool.call.id"];
    expect(events).toEqual([
      { type: "RUN_STARTED", timestamp: run.startedAt, data: { messageId: run.messageId, source: "discord" } },
      {
        type: "ACTION_STARTED",
        timestamp: run.startedAt + 10,
        data: { actionId, actionName: "GET_WEATHER", messageId: actionId, planStep: "1/1" },
      },
      {
        type: "MODEL_USED",
        timestamp: run.startedAt + 60,
        data: {
          modelType: "TEXT_LARGE",
          executionTime: 40,
          provider: "openai",
          model: "gpt-4o-mini",
          inputTokens: 812,
          outputTokens: 96,
          actionContext: { actionName: "GET_WEATHER", actionId },
        },
      },
      {
        type: "ACTION_COMPLETED",
        timestamp: run.startedAt + 110,
        data: { actionId, actionName: "GET_WEATHER", success: true, durationMs: 100, planStep: "1/1" },
      },
      { type: "RUN_ENDED", timestamp: run.startedAt + 1000, data: { status: "completed", durationMs: 1000 } },
    ]);
  });

  test("leaves out the end of a run that goes on, and has ids for a run that names none", async () => {
    const run = createTestRun();
    const root = toPending(run.root());
    root.attributes = Object.fromEntries(
      Object.entries(root.attributes).filter(([key]) => !/room|entity|message|conversation/.test(key)),
    );
    await ingest(context.url, [root]);

    const { body } = await callApi(context.url, `/api/agents/${run.agentId}/runs/${run.runId}`);
    const { summary } = parse(RunDetail, body);
    expect(Object.keys(summary).toSorted()).toEqual(
      SUMMARY_KEYS.filter((key) => key !== "endedAt" && key !== "durationMs"),
    );
    expect(summary).toMatchObject({ messageId: run.runId, roomId: run.agentId, entityId: run.agentId });

    const client = createClient(context.url);
    const { roomId } = summary;
    expect((await client.listRuns(run.agentId, { roomId })).total).toBe(1);
    expect((await client.getRun(run.agentId, run.runId, roomId)).summary).toEqual(summary);
    const stats = await client.getStats(run.agentId, { from: 0, to: Date.now(), buckets: 1, roomId });
    expect(stats.buckets).toMatchObject([{ started: 1 }]);
  });

  test("answers with every span of a run, without what was sent along", async () => {
    const run = createTestRun();
    const query = run.infrastructure("SELECT weather", { from: 30, attributes: { "db.system": "postgresql" } });
    await ingest(context.url, [run.root(), query]);

    const { body } = await callApi(context.url, `/api/agents/${run.agentId}/runs/${run.runId}/spans`);
    const { spans } = parse(RunSpans, body);
    expect(spans[1]).toEqual({
      spanId: query.spanId,
      parentSpanId: query.parentSpanId,
      traceId: run.traceId,
      runId: run.runId,
      kind: "infrastructure",
      name: "SELECT weather",
      label: "SELECT weather",
      state: "ok",
      startedAt: run.startedAt + 30,
      endedAt: run.startedAt + 130,
      durationMs: 100,
      serviceName: "weather-agent",
    });
  });

  test("calls a run lost, and its open spans, after three missed heartbeats, and takes it back with the next one", async () => {
    const client = createClient(context.url);
    const run = createTestRun();
    const pending = [toPending(run.root()), toPending(run.modelCall())];
    await ingest(context.url, pending);
    const read = async () => {
      const { summary } = await client.getRun(run.agentId, run.runId);
      const { spans } = await client.getRunSpans(run.agentId, run.runId);
      return { lost: summary.lost ?? false, states: spans.map(({ state }) => state) };
    };
    expect(await read()).toEqual({ lost: false, states: ["open", "open"] });

    const silent = `now() - interval '${LOST_AFTER_MS + 1} ms'`;
    await context.database.query({ text: `update runs set last_seen_at = ${silent}` });
    await context.database.query({ text: `update open_spans set last_seen_at = ${silent}` });
    expect(await read()).toEqual({ lost: true, states: ["lost", "lost"] });

    await ingest(context.url, pending);
    expect(await read()).toEqual({ lost: false, states: ["open", "open"] });
  });

  test("lists and counts lost runs among the started ones, and apart from them when asked to", async () => {
    const client = createClient(context.url);
    const agentId = randomUUID();
    const startedAt = Date.now() - 100_000;
    const [lost, open, ended] = [0, 1, 2].map((offset) =>
      createTestRun({ agentId, startedAt: startedAt + offset * 1_000 }),
    );
    if (!lost || !open || !ended) throw new Error("three runs were made");
    await ingest(context.url, [toPending(lost.root()), toPending(open.root()), ended.root()]);
    const silent = `now() - interval '${LOST_AFTER_MS + 1} ms'`;
    await context.database.query({ text: `update runs set last_seen_at = ${silent} where run_id = '${lost.runId}'` });
    const list = async (params: ListRunsParams) =>
      (await client.listRuns(agentId, params)).runs.map(({ runId }) => runId);
    const range = { from: startedAt, to: startedAt + 60_000, buckets: 1 };

    expect(await list({ status: "started" })).toEqual([open.runId, lost.runId]);
    expect(await list({ lost: true })).toEqual([lost.runId]);
    expect(await list({ status: "started", lost: false })).toEqual([open.runId]);
    expect(await list({ lost: false })).toEqual([ended.runId, open.runId]);
    expect((await client.getStats(agentId, range)).buckets).toMatchObject([{ started: 2, lost: 1, completed: 1 }]);
    expect((await client.getStats(agentId, { ...range, lost: false })).buckets).toMatchObject([
      { started: 1, lost: 0, completed: 1 },
    ]);
  });

  test("lists the agents, the one seen last first, with the number of their runs", async () => {
    const quiet = createTestRun({ agentName: "Quiet" });
    await ingest(context.url, [quiet.root()]);
    const busy = createTestRun({ agentName: "Busy" });
    const plan = busy.plan();
    await ingest(context.url, [busy.root(), plan, busy.action("A", { parent: plan })]);
    const again = createTestRun({ agentId: busy.agentId, agentName: "Busy" });
    await ingest(context.url, [again.root({ status: "timeout" })]);

    const { agents } = await createClient(context.url).listAgents();
    const known = { serviceName: "weather-agent", lastSeenAt: expect.any(Number) };
    expect(agents.slice(0, 2)).toEqual([
      { ...known, agentId: busy.agentId, name: "Busy", runs: 2, recentRuns: 2, recentFailures: 1 },
      { ...known, agentId: quiet.agentId, name: "Quiet", runs: 1, recentRuns: 1, recentFailures: 0 },
    ]);
    expect(Math.abs((agents[0]?.lastSeenAt ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  test("filters by room, status and start, bounds included", async () => {
    const client = createClient(context.url);
    const agentId = randomUUID();
    const startedAt = Date.now() - 100_000;
    const [early, middle, late] = [0, 10_000, 20_000].map((offset) =>
      createTestRun({ agentId, startedAt: startedAt + offset }),
    );
    if (!early || !middle || !late) throw new Error("three runs were made");
    await ingest(context.url, [early.root(), middle.root({ status: "error" }), toPending(late.root())]);
    const list = async (params: ListRunsParams) => {
      const { runs, total } = await client.listRuns(agentId, params);
      expect(total).toBe(runs.length);
      return runs.map(({ runId }) => runId);
    };

    expect(await list({})).toEqual([late.runId, middle.runId, early.runId]);
    expect(await list({ roomId: middle.roomId })).toEqual([middle.runId]);
    expect(await list({ roomId: randomUUID() })).toEqual([]);
    expect(await list({ status: "started" })).toEqual([late.runId]);
    expect(await list({ status: "error" })).toEqual([middle.runId]);
    expect(await list({ status: "timeout" })).toEqual([]);
    expect(await list({ from: middle.startedAt })).toEqual([late.runId, middle.runId]);
    expect(await list({ from: middle.startedAt + 1 })).toEqual([late.runId]);
    expect(await list({ to: middle.startedAt })).toEqual([middle.runId, early.runId]);
    expect(await list({ to: middle.startedAt - 1 })).toEqual([early.runId]);
    expect(await list({ from: early.startedAt, to: late.startedAt, status: "completed" })).toEqual([early.runId]);
  });

  test("knows a run only under its own agent, and in its own room", async () => {
    const run = createTestRun();
    const stranger = createTestRun();
    await ingest(context.url, [run.root(), stranger.root()]);
    const path = `/api/agents/${run.agentId}/runs/${run.runId}`;

    expect((await callApi(context.url, `${path}?roomId=${run.roomId}`)).status).toBe(200);
    expect((await callApi(context.url, `${path}?roomId=${run.roomId.toUpperCase()}`)).status).toBe(200);
    for (const unknown of [
      `${path}?roomId=${stranger.roomId}`,
      `${path}/spans?roomId=${stranger.roomId}`,
      `/api/agents/${stranger.agentId}/runs/${run.runId}`,
      `/api/agents/${stranger.agentId}/runs/${run.runId}/spans`,
      `/api/agents/${run.agentId}/runs/${randomUUID()}`,
      `/api/agents/${run.agentId}/runs/${randomUUID()}/spans`,
    ]) {
      const answer = await callApi(context.url, unknown);
      expect([unknown, answer.status]).toEqual([unknown, 404]);
      expect(answer.body).toEqual({ error: { code: "NOT_FOUND", message: expect.stringContaining("no run") } });
    }
  });

  test("takes ids in upper case for the same run, agent and room, in spans and in addresses", async () => {
    const run = createTestRun();
    const upperCase = {
      [ATTR_RUN_ID]: run.runId.toUpperCase(),
      [ATTR_AGENT_ID]: run.agentId.toUpperCase(),
      [ATTR_ROOM_ID]: run.roomId.toUpperCase(),
    };
    await ingest(context.url, [run.root(), run.modelCall({ attributes: upperCase })]);

    const path = `/api/agents/${run.agentId.toUpperCase()}/runs/${run.runId.toUpperCase()}`;
    const { body } = await callApi(context.url, path);
    expect(parse(RunDetail, body).summary).toMatchObject({ runId: run.runId, counts: { modelCalls: 1 } });
    const list = await callApi(context.url, `/api/agents/${run.agentId}/runs?roomId=${run.roomId.toUpperCase()}`);
    expect(parse(RunList, list.body).runs.map(({ runId }) => runId)).toEqual([run.runId]);
  });

  test("counts runs by start and status in equal parts, empty ones included", async () => {
    const agentId = randomUUID();
    const from = Date.now() - 400_000;
    const at = (offset: number) => createTestRun({ agentId, startedAt: from + offset });
    await ingest(context.url, [
      at(0).root(),
      at(99_999).root({ status: "error" }),
      at(100_000).root(),
      toPending(at(350_000).root()),
      at(400_000).root(),
    ]);

    const { body } = await callApi(
      context.url,
      `/api/agents/${agentId}/stats?from=${from}&to=${from + 400_000}&buckets=4`,
    );
    const none = { started: 0, lost: 0, completed: 0, timeout: 0, error: 0 };
    const durationMs = { p50: 1000, p95: 1000, p99: 1000, max: 1000 };
    expect(parse(RunStats, body)).toEqual({
      bucketMs: 100_000,
      buckets: [
        { ...none, startedAt: from, completed: 1, error: 1, durationMs },
        { ...none, startedAt: from + 100_000, completed: 1, durationMs },
        { ...none, startedAt: from + 200_000 },
        { ...none, startedAt: from + 300_000, started: 1 },
      ],
      total: { ...none, completed: 2, error: 1, started: 1, durationMs },
    });
    const onlyErrors = await createClient(context.url).getStats(agentId, { from, to: from + 400_000, status: "error" });
    expect(onlyErrors.buckets).toHaveLength(60);
    expect(RUN_STATUSES.map((status) => onlyErrors.buckets.reduce((sum, bucket) => sum + bucket[status], 0))).toEqual([
      0, 0, 0, 1,
    ]);
  });
});
