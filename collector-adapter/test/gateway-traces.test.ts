import { createRunsClient } from "@runline/contract/client";
import { expect, test } from "vitest";
import { createFoldCache } from "../src/store/fold-cache.ts";
import { eraseFolds } from "../src/store/erase-folds.ts";
import { createGatewayPass } from "../src/store/join-gateways.ts";
import { rebuildFolds } from "../src/store/rebuild-folds.ts";
import { describeEachDatabase } from "./support/describe-each-database.ts";
import { createForeignTrace } from "./support/foreign-trace.ts";
import { ingest } from "./support/send-spans.ts";
import { newSpanId, type TestSpan } from "./support/test-span.ts";

const AGENT = { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "Librarian" };
const toChat = (responseId: string) => ({
  "gen_ai.operation.name": "chat",
  "gen_ai.request.model": "gpt-4o",
  "gen_ai.response.id": responseId,
});

/** What a gateway tells of a call, in a trace of its own that begins a moment later. */
function createGateway(responseId: string, startedAt: number) {
  const trace = createForeignTrace(startedAt + 5);
  const request = trace.span("POST /v1/chat/completions", {}, { to: 190 });
  const chat = trace.span(
    "litellm_request",
    { ...toChat(responseId), "gen_ai.cost.total_cost": 0.25 },
    { parent: request, from: 10, to: 180 },
  );
  return { ...trace, spans: [request, chat] };
}

describeEachDatabase("a gateway with a trace of its own", (context) => {
  const createPass = () =>
    createGatewayPass({ database: context.database, cache: createFoldCache(), onCommit: () => {} });
  /** A pass, and how many pairs were tried in it: what comes before them is the reading. */
  const countPairs = async (pass: ReturnType<typeof createPass>) => {
    let pieces = 0;
    await pass((piece) => {
      pieces += 1;
      return piece();
    });
    return pieces - 1;
  };
  /** Calls of one program, each in a trace of its own, which name the same response. */
  const createMocked = (calls: number, responseId = `mock-${crypto.randomUUID()}`) => {
    const program = createForeignTrace();
    const { resource } = program.span("program");
    return Array.from({ length: calls }, () => ({
      ...createForeignTrace(program.startedAt).span("chat gpt-4o", toChat(responseId)),
      resource,
    }));
  };
  const createAgent = (responseId: string) => {
    const trace = createForeignTrace();
    const agent = trace.span("invoke_agent", AGENT, { to: 300 });
    const chat = trace.span("chat gpt-4o", toChat(responseId), { parent: agent, from: 0, to: 200 });
    return { ...trace, agentId: trace.agentIdOf("Librarian"), chat, spans: [agent, chat] };
  };
  test("is whole when its root comes last, stays so when all is folded again, and goes with the run that made the call", async () => {
    const client = createRunsClient({ baseUrl: context.url });
    const responseId = `chatcmpl-${crypto.randomUUID()}`;
    const caller = createForeignTrace();
    const chat = caller.span("chat gpt-4o", toChat(responseId), { to: 200 });
    const gateway = createGateway(responseId, caller.startedAt);
    const [request, call] = gateway.spans;
    if (request === undefined || call === undefined) throw new Error("A gateway tells of a request and a call.");
    await ingest(context.url, [call, chat]);
    const readNames = async () => {
      const { spans } = await client.getRunSpans(caller.agentId, caller.runId);
      return spans.map(({ name }) => name);
    };
    // In the background, for a share of the time that is little on a busy machine.
    await expect.poll(readNames, { timeout: 20_000 }).toEqual(["chat gpt-4o", "litellm_request"]);

    await ingest(context.url, [request]);
    expect((await client.listRuns(gateway.agentId)).total).toBe(0);
    const before = await client.getRunSummary(caller.agentId, caller.runId);
    await rebuildFolds(context.database, () => {});
    expect(await client.getRunSummary(caller.agentId, caller.runId)).toEqual(before);
    const names = ["chat gpt-4o", request.name, "litellm_request"];
    expect(await readNames()).toEqual(names);

    await context.database.transaction((session) => eraseFolds(session, [caller.runId]));
    await expect(client.getTraceSpans(gateway.traceId)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test.each([
    ["after the agent", (agent: TestSpan[], gateway: TestSpan[]) => [agent, gateway]],
    ["before the agent", (agent: TestSpan[], gateway: TestSpan[]) => [gateway, agent]],
    [
      "span by span, the lowest first",
      (agent: TestSpan[], gateway: TestSpan[]) => [...gateway, ...agent].toReversed().map((span) => [span]),
    ],
    ["twice", (agent: TestSpan[], gateway: TestSpan[]) => [gateway, agent, gateway]],
  ])("is no run of its own, and tells what the call of the agent cost: it comes %s", async (_title, toRequests) => {
    const client = createRunsClient({ baseUrl: context.url });
    const responseId = `chatcmpl-${crypto.randomUUID()}`;
    const agent = createAgent(responseId);
    const gateway = createGateway(responseId, agent.startedAt);
    for (const request of toRequests(agent.spans, gateway.spans)) {
      await ingest(context.url, request);
      await createPass()((piece) => piece());
    }

    const { summary } = await client.getRun(agent.agentId, agent.runId);
    expect(summary).toMatchObject({ name: "Librarian", durationMs: 300, counts: { modelCalls: 1 } });
    expect(summary.cost).toEqual({ usd: 0.25, atLeast: false });
    expect((await client.listRuns(gateway.agentId)).total).toBe(0);
    const { spans } = await client.getRunSpans(agent.agentId, agent.runId);
    const request = spans.find(({ name }) => name.startsWith("POST"));
    expect(request).toMatchObject({ parentSpanId: agent.chat.spanId, traceId: gateway.traceId });
    expect(spans.find(({ name }) => name === "litellm_request")).toMatchObject({ detailOf: agent.chat.spanId });
    expect((await client.getTraceSpans(gateway.traceId)).spans.map(({ name }) => name)).toEqual([
      "POST /v1/chat/completions",
      "litellm_request",
    ]);
    const { traces } = await client.listTraces();
    expect(traces.filter(({ traceId }) => traceId === gateway.traceId)).toEqual([]);
  });

  test("is compared with a run that did not make its calls once, until one of both changes", async () => {
    const [a, b] = createMocked(2);
    if (a === undefined || b === undefined) throw new Error("Two calls were asked for.");
    await ingest(context.url, [a, b]);
    const pass = createPass();
    expect(await countPairs(pass)).toBe(1);
    expect(await countPairs(pass)).toBe(0);
    await ingest(context.url, [{ ...a, spanId: newSpanId(), parentSpanId: a.spanId, name: "POST", attributes: {} }]);
    expect(await countPairs(pass)).toBe(1);
    expect(await countPairs(pass)).toBe(0);
  });

  test("is compared with nothing where a test's server gives one id to all", async () => {
    const pass = createPass();
    await countPairs(pass); // what other tests have left
    await ingest(context.url, createMocked(6));
    expect(await countPairs(pass)).toBe(0);
  });
});
