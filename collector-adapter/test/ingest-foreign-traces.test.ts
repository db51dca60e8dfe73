import { expect, test } from "vitest";
import { createClient } from "./support/call-api.ts";
import { describeEachDatabase } from "./support/describe-each-database.ts";
import { createForeignTrace } from "./support/foreign-trace.ts";
import { ingest } from "./support/send-spans.ts";
import { createTestRun } from "./support/test-run.ts";

const AGENT_NAME = "Travel Agent";
const AGENT = { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": AGENT_NAME };
const CHAT = { "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o" };
const TOOL = { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "find_flights" };

describeEachDatabase("ingest of other agents' traces", (context) => {
  test("makes one run of a GenAI trace, named after its agent, its steps counted", async () => {
    const client = createClient(context.url);
    const trace = createForeignTrace();
    const agent = trace.span("invoke_agent", { ...AGENT, "gen_ai.conversation.id": "thread-7" }, { to: 500 });
    const tool = trace.span("execute_tool", TOOL, { parent: agent, from: 10 });
    const chat = trace.span("chat", CHAT, { parent: tool, from: 20 });
    await ingest(context.url, [chat, tool, agent]);

    const { agents } = await client.listAgents();
    expect(agents.find(({ agentId }) => agentId === trace.agentIdOf(AGENT_NAME))).toMatchObject({
      name: "Travel Agent",
      runs: 1,
    });
    const { summary, events } = await client.getRun(trace.agentIdOf(AGENT_NAME), trace.runId);
    expect(summary).toMatchObject({
      runId: trace.runId,
      status: "completed",
      durationMs: 500,
      counts: { actions: 1, modelCalls: 1, errors: 0, evaluators: 0 },
      metadata: { agentName: "Travel Agent", conversationId: "thread-7" },
    });
    expect(events.find(({ type }) => type === "MODEL_USED")?.data).toMatchObject({
      modelType: "chat",
      model: "gpt-4o",
      actionContext: { actionName: "find_flights" },
    });
    const { spans } = await client.getRunSpans(trace.agentIdOf(AGENT_NAME), trace.runId);
    expect(spans.map(({ kind }) => kind)).toEqual(["run", "action", "model_call"]);
  });

  test("puts the runs of one conversation into one room", async () => {
    const client = createClient(context.url);
    const first = createForeignTrace();
    const second = createForeignTrace();
    const conversation = { ...AGENT, "gen_ai.conversation.id": "thread-8" };
    await ingest(context.url, [first.span("agent", conversation), second.span("agent", conversation)]);

    const a = await client.getRun(first.agentIdOf(AGENT_NAME), first.runId);
    const b = await client.getRun(second.agentIdOf(AGENT_NAME), second.runId);
    expect(a.summary.roomId).toBe(b.summary.roomId);
    expect((await client.listRuns(first.agentIdOf(AGENT_NAME), { roomId: a.summary.roomId })).total).toBe(1);
  });

  test("stores a trace without agent spans, but calls it a run only when an agent span arrives", async () => {
    const client = createClient(context.url);
    const trace = createForeignTrace();
    const request = trace.span("GET /trips", { "http.request.method": "GET" }, { to: 800 });
    await ingest(context.url, [
      request,
      trace.span("SELECT", { "db.system": "postgresql" }, { parent: request, from: 5 }),
    ]);

    await expect(client.getRun(trace.agentId, trace.runId)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await client.listRuns(trace.agentId)).total).toBe(0);
    const { spans: waiting } = await client.getTraceSpans(trace.traceId);
    expect(waiting.map(({ name }) => name)).toEqual(["GET /trips", "SELECT"]);

    await ingest(context.url, [trace.span("chat", CHAT, { parent: request, from: 100, to: 300 })]);

    const { summary } = await client.getRun(trace.agentId, trace.runId);
    expect(summary).toMatchObject({ status: "completed", durationMs: 800, counts: { modelCalls: 1 } });
    const { spans } = await client.getRunSpans(trace.agentId, trace.runId);
    expect(spans.map(({ name }) => name)).toEqual(["GET /trips", "SELECT", "chat"]);
  });

  test("ends a run without an agent span with the root of its trace, whichever comes first", async () => {
    const client = createClient(context.url);
    const trace = createForeignTrace();
    const request = trace.span("GET /trips", {}, { to: 800, error: "500", hasRemoteParent: true });
    await ingest(context.url, [trace.span("chat", CHAT, { parent: request, from: 100, to: 300 })]);
    const open = await client.getRun(trace.agentId, trace.runId);
    expect(open.summary.status).toBe("started");

    await ingest(context.url, [request]);

    const ended = await client.getRun(trace.agentId, trace.runId);
    expect(ended.summary).toMatchObject({ status: "error", durationMs: 800, counts: { errors: 1 } });
  });

  /** Lets six minutes go by in which nothing is heard of any run. */
  const age = () => context.database.query({ text: "update runs set last_seen_at = now() - interval '6 minutes'" });

  test("calls a run lost whose root never comes after minutes of silence, and leaves it started", async () => {
    const client = createClient(context.url);
    const trace = createForeignTrace();
    await ingest(context.url, [trace.span("chat", CHAT, { parent: trace.span("POST /chat"), from: 100, to: 300 })]);
    const open = await client.getRun(trace.agentId, trace.runId);
    expect(open.summary).toMatchObject({ status: "started", startedAt: trace.startedAt + 100 });
    expect(open.summary).not.toHaveProperty("lost");

    await age();

    const { summary } = await client.getRun(trace.agentId, trace.runId);
    expect(summary).toMatchObject({ status: "started", lost: true });
    expect((await client.listRuns(trace.agentId, { status: "started" })).runs).toEqual([summary]);
    expect((await client.listRuns(trace.agentId, { status: "completed" })).total).toBe(0);
  });

  test("takes a last step that failed for the end where the root never comes, after minutes of silence", async () => {
    const client = createClient(context.url);
    const trace = createForeignTrace();
    const never = trace.span("POST /chat");
    await ingest(context.url, [trace.span("chat", CHAT, { parent: never, from: 100, to: 300, error: "429" })]);
    expect((await client.getRun(trace.agentId, trace.runId)).summary.status).toBe("started");

    await age();

    const { summary } = await client.getRun(trace.agentId, trace.runId);
    expect(summary).toMatchObject({
      status: "error",
      durationMs: 200,
      metadata: { error: "429" },
      cause: { text: expect.stringContaining("429"), attempts: 1 },
    });
    expect((await client.listRuns(trace.agentId, { status: "error" })).runs).toEqual([summary]);
    expect((await client.listRuns(trace.agentId, { status: "started" })).total).toBe(0);
    const range = { from: trace.startedAt, to: Date.now(), buckets: 1 };
    expect((await client.getStats(trace.agentId, range)).buckets).toMatchObject([{ error: 1, started: 0 }]);
  });

  test.each([
    { error: undefined, expected: { status: "started", lost: true } },
    { error: "429", expected: { status: "error", durationMs: 200 } },
  ])("knows at once that a run whose spans come minutes late goes on no more: $expected.status", async (each) => {
    const client = createClient(context.url);
    const startedAt = Date.now() - 600_000;
    const trace = createForeignTrace(startedAt);
    const never = trace.span("POST /chat");
    const chat = trace.span("chat", CHAT, {
      parent: never,
      from: 100,
      to: 300,
      ...(each.error && { error: each.error }),
    });
    await ingest(context.url, [chat]);

    const { summary } = await client.getRun(trace.agentId, trace.runId);
    expect(summary).toMatchObject(each.expected);
    expect(summary.lastHeardAt).toBe(summary.lost && startedAt + 300);
  });

  test("tells of a good run what is worth a second look", async () => {
    const trace = createForeignTrace();
    const agent = trace.span("invoke_agent", AGENT, { to: 4000 });
    const GET = { "url.full": "https://api.example.com/trips", "http.response.status_code": 200 };
    const get = trace.span("GET", GET, { parent: agent, from: 100, to: 3100 });
    await ingest(context.url, [agent, get, trace.span("chat", CHAT, { parent: agent, from: 3200 })]);

    const { summary } = await createClient(context.url).getRun(trace.agentIdOf(AGENT_NAME), trace.runId);
    expect(summary.observations).toMatchObject([
      { kind: "outside_call", label: "GET api.example.com/trips", durationMs: 3000 },
    ]);
  });

  test("ends a run with the plan that is the root of its trace", async () => {
    const trace = createForeignTrace();
    const plan = trace.span("plan", { "gen_ai.operation.name": "plan" }, { to: 500 });
    await ingest(context.url, [trace.span("chat", CHAT, { parent: plan, from: 10 }), plan]);

    const { summary } = await createClient(context.url).getRun(trace.agentId, trace.runId);
    expect(summary).toMatchObject({ status: "completed", durationMs: 500, counts: { modelCalls: 1, actions: 0 } });
  });

  test.each(["before", "after"])("believes the agent about its end when the HTTP root ends %s it", async (when) => {
    const client = createClient(context.url);
    const trace = createForeignTrace();
    const request = trace.span("POST /chat", {}, { to: when === "before" ? 300 : 900, error: "client left" });
    const agent = trace.span("invoke_agent", AGENT, { parent: request, from: 100, to: 600 });
    const requests = when === "before" ? [[request], [agent]] : [[agent], [request]];
    for (const spans of requests) await ingest(context.url, spans);

    const { summary } = await client.getRun(trace.agentIdOf(AGENT_NAME), trace.runId);
    expect(summary).toMatchObject({ status: "completed", startedAt: trace.startedAt + 100, durationMs: 500 });
  });

  test("takes the outer agent's word over that of a sub-agent that failed and was caught", async () => {
    const client = createClient(context.url);
    const trace = createForeignTrace();
    const outer = trace.span("invoke_agent", AGENT, { to: 900 });
    const inner = trace.span(
      "invoke_agent",
      { ...AGENT, "gen_ai.agent.name": "Hotel Agent" },
      { parent: outer, from: 100, to: 400, error: "no rooms" },
    );
    await ingest(context.url, [inner]);
    await ingest(context.url, [outer]);

    const { summary, events } = await client.getRun(trace.agentIdOf(AGENT_NAME), trace.runId);
    expect(summary).toMatchObject({ status: "completed", metadata: { agentName: "Travel Agent" } });
    expect(summary.metadata).not.toHaveProperty("error");
    expect(events.map(({ type }) => type)).toEqual(["RUN_STARTED", "RUN_ENDED"]);
  });

  test("shows a run that joined a trace with what is below and above it, and nothing of another run in that trace", async () => {
    const client = createClient(context.url);
    const trace = createForeignTrace();
    const gateway = trace.span("POST /messages", {}, { to: 2000 });
    const queue = trace.span("publish", {}, { parent: gateway, from: 5, to: 1900 });
    const sibling = trace.span("auth", {}, { parent: gateway, from: 1 });
    const run = createTestRun({ joins: queue, startedAt: trace.startedAt + 10 });
    const action = run.action("GET_WEATHER", { from: 20, to: 500 });
    const call = run.infrastructure("GET api.weather", { parent: action, from: 30, to: 200 });
    const other = createTestRun({ joins: queue, startedAt: trace.startedAt + 40, agentId: run.agentId });
    const otherCall = other.infrastructure("GET other", { from: 50 });
    const remote = trace.span("SELECT", {}, { parent: call, from: 60 });
    await ingest(context.url, [remote, otherCall, other.root(), call, action, run.root()]);
    await ingest(context.url, [sibling, queue, gateway]);

    const { spans } = await client.getRunSpans(run.agentId, run.runId);
    expect(spans.map(({ name, caller }) => [name, caller ?? false])).toEqual([
      ["POST /messages", true],
      ["publish", true],
      ["invoke_agent Weather Guide", false],
      ["execute_tool GET_WEATHER", false],
      ["GET api.weather", false],
      ["SELECT", false],
    ]);
    expect((await client.listRuns(run.agentId)).total).toBe(2);
  });
});
