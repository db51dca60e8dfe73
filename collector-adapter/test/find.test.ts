import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { callApi, createClient } from "./support/call-api.ts";
import { describeEachDatabase } from "./support/describe-each-database.ts";
import { ingest } from "./support/send-spans.ts";
import { createTestRun } from "./support/test-run.ts";
import { newSpanId, toPending } from "./support/test-span.ts";

describeEachDatabase("finding what an id names", (context) => {
  const find = async (id: string) => (await createClient(context.url).find(id)).found;

  test("a run, which is its trace as well, a message, a room, a user and an agent", async () => {
    const run = createTestRun();
    await ingest(context.url, [run.root()]);
    const { agentId, runId, traceId } = run;

    const places = [
      { kind: "run", agentId, runId, traceId },
      { kind: "trace", agentId, runId, traceId },
    ];
    expect(await find(runId)).toEqual(places);
    expect(await find(runId.toUpperCase())).toEqual(places);
    expect(await find(traceId)).toEqual(places);
    expect(await find(run.messageId)).toEqual([{ kind: "message", agentId, runId, traceId }]);
    expect(await find(run.roomId)).toEqual([{ kind: "room" }]);
    expect(await find(run.entityId)).toEqual([{ kind: "user" }]);
    expect(await find(agentId)).toEqual([{ kind: "agent", agentId }]);
  });

  test("a run in the trace of somebody else, which is found by both ids", async () => {
    const caller = createTestRun();
    const call = caller.infrastructure("POST /ask");
    const run = createTestRun({ joins: call });
    await ingest(context.url, [caller.root(), call, run.root()]);
    const { agentId, runId, traceId } = run;

    expect(await find(runId)).toEqual([{ kind: "run", agentId, runId, traceId }]);
    expect(await find(traceId)).toMatchObject([{ kind: "run" }, { kind: "trace", traceId }]);
    expect(await find(traceId)).not.toHaveProperty([1, "runId"]);
  });

  test("a trace that is not a run", async () => {
    const traceId = randomUUID().replaceAll("-", "");
    const at = Date.now() - 1000;
    const times = { startedAt: at, endedAt: at + 10 };
    const span = { traceId, spanId: newSpanId(), name: "GET /", ...times, attributes: {}, resource: {} };
    await ingest(context.url, [span]);

    expect(await find(traceId)).toEqual([{ kind: "trace", traceId }]);
  });

  test("a span of a run, ended or not", async () => {
    const run = createTestRun();
    const [ended, open] = [run.modelCall(), run.action("BOOK")];
    await ingest(context.url, [run.root(), ended, toPending(open)]);
    const { agentId, runId, traceId } = run;

    for (const { spanId } of [ended, open]) {
      expect(await find(spanId)).toEqual([{ kind: "span", spanId, traceId, agentId, runId }]);
      expect(await find(spanId.toUpperCase())).toHaveLength(1);
    }
  });

  test("a span in no more runs than have 100,000 spans together, and says how far that went", async () => {
    const [older, newer] = [createTestRun(), createTestRun({ startedAt: Date.now() })];
    const call = older.modelCall();
    await ingest(context.url, [older.root(), call, newer.root()]);
    const { found, searchedTo } = await createClient(context.url).find(call.spanId);
    expect([found.length, searchedTo]).toEqual([1, undefined]);

    const values = [newer.runId];
    await context.database.query({ text: "update folds set spans = 100000 where fold_key = $1", values });

    const { startedAt } = newer.root();
    expect(await createClient(context.url).find(call.spanId)).toEqual({ found: [], searchedTo: startedAt });
  });

  test("says nothing of what is not there, and 400 of what is not an id", async () => {
    expect(await find(randomUUID())).toEqual([]);
    expect(await find(newSpanId())).toEqual([]);
    for (const id of ["7", "lobby", `${randomUUID()}0`]) {
      const { status, body } = await callApi(context.url, `/api/find/${id}`);
      expect([status, body]).toMatchObject([400, { error: { message: expect.stringMatching(/^id is/) } }]);
    }
  });
});
