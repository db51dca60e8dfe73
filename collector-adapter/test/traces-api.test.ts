import { TraceList, type TraceSummary } from "@runline/contract";
import { parse } from "valibot";
import { expect, test } from "vitest";
import { callApi, createClient } from "./support/call-api.ts";
import { describeEachDatabase } from "./support/describe-each-database.ts";
import { createForeignTrace } from "./support/foreign-trace.ts";
import { ingest } from "./support/send-spans.ts";
import { createTestRun } from "./support/test-run.ts";
import { newTraceId, toPending } from "./support/test-span.ts";

const CHAT = { "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o" };

describeEachDatabase("traces that are not a run", (context) => {
  const list = async (params = {}) => createClient(context.url).listTraces(params);
  const find = async (traceId: string): Promise<TraceSummary | undefined> =>
    (await list({ limit: 100 })).traces.find((trace) => trace.traceId === traceId);

  test("are listed by their root, until something of an agent arrives", async () => {
    const trace = createForeignTrace();
    const request = trace.span("GET /trips", {}, { to: 800, error: "500" });
    await ingest(context.url, [trace.span("SELECT", {}, { parent: request, from: 5, to: 900 })]);
    expect(await find(trace.traceId)).toMatchObject({ name: "SELECT", spans: 1 });

    await ingest(context.url, [request]);

    expect(await find(trace.traceId)).toEqual({
      traceId: trace.traceId,
      name: "GET /trips",
      serviceName: trace.serviceName,
      status: "error",
      spans: 2,
      startedAt: trace.startedAt,
      endedAt: trace.startedAt + 800,
      durationMs: 800,
    });
    const { spans } = await createClient(context.url).getTraceSpans(trace.traceId);
    expect(spans.map(({ name, state }) => [name, state])).toEqual([
      ["GET /trips", "error"],
      ["SELECT", "ok"],
    ]);

    await ingest(context.url, [trace.span("chat", CHAT, { parent: request, from: 100 })]);
    expect(await find(trace.traceId)).toBeUndefined();
  });

  test("are open while their root goes on", async () => {
    const trace = createForeignTrace();
    await ingest(context.url, [toPending(trace.span("GET /trips"))]);

    const known = await find(trace.traceId);
    expect(known).toMatchObject({ status: "open", spans: 1 });
    expect(known).not.toHaveProperty("endedAt");
  });

  test("are those alone that no run has joined", async () => {
    const trace = createForeignTrace();
    const gateway = trace.span("POST /messages", {}, { to: 2000 });
    const run = createTestRun({ joins: gateway, startedAt: trace.startedAt + 10 });
    const orders = [
      [gateway, run.root()],
      [run.root(), gateway],
    ];
    for (const spans of orders) for (const span of spans) await ingest(context.url, [span]);

    expect(await find(trace.traceId)).toBeUndefined();
    const { spans } = await createClient(context.url).getTraceSpans(trace.traceId);
    expect(spans.map(({ name, otherAgent }) => [name, otherAgent?.runId])).toEqual([
      ["POST /messages", undefined],
      ["invoke_agent Weather Guide", run.runId],
    ]);
  });

  test("come page by page, the newest first, each once, with the exact number of all", async () => {
    const before = (await list({ limit: 1 })).total;
    const now = Date.now();
    const traces = Array.from({ length: 5 }, (_, index) => createForeignTrace(now + 60_000 - index * 1000));
    for (const trace of traces) await ingest(context.url, [trace.span("GET /trips")]);

    const seen: string[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < 3; page++) {
      const { body } = await callApi(context.url, `/api/traces?limit=2${cursor ? `&cursor=${cursor}` : ""}`);
      const { traces: some, total, nextCursor } = parse(TraceList, body);
      expect(total).toBe(before + 5);
      seen.push(...some.map(({ traceId }) => traceId));
      cursor = nextCursor;
    }
    expect(seen.slice(0, 5)).toEqual(traces.map(({ traceId }) => traceId));
  });

  test("has the spans of any trace, by its id in either form, and says when there is no such trace", async () => {
    const run = createTestRun();
    await ingest(context.url, [run.root(), run.modelCall()]);
    for (const id of [run.traceId, run.traceId.toUpperCase(), run.runId]) {
      expect((await createClient(context.url).getTraceSpans(id)).spans).toHaveLength(2);
    }

    const unknown = newTraceId();
    const missing = await callApi(context.url, `/api/traces/${unknown}/spans`);
    expect([missing.status, missing.body]).toEqual([
      404,
      { error: { code: "NOT_FOUND", message: `Nothing was received of the trace ${unknown}.` } },
    ]);
    for (const path of [
      "/api/traces/7/spans",
      "/api/traces?limit=0",
      "/api/traces?limit=101",
      "/api/traces?cursor=7",
    ]) {
      const answer = await callApi(context.url, path);
      expect([path, answer.status, answer.body]).toMatchObject([path, 400, { error: { code: "BAD_REQUEST" } }]);
    }
  });
});
