import { expect, test } from "vitest";
import { callApi, createClient } from "./support/call-api.ts";
import { describeEachDatabase } from "./support/describe-each-database.ts";
import { readStore } from "./support/read-store.ts";
import { ingest, sendSpans } from "./support/send-spans.ts";
import { sendLogs } from "./support/test-log-record.ts";
import { createTestRun } from "./support/test-run.ts";
import { readWholeSpans } from "../../test-support/read-whole-spans.ts";

const DAY_MS = 86_400_000;

describeEachDatabase("ingest of spans that cannot be stored", (context) => {
  test("stores the good spans of a request and reports the bad one", async () => {
    const run = createTestRun();
    const bad = { ...run.modelCall(), spanId: "0000000000000000" };
    const response = await sendSpans(context.url, [run.root(), bad, run.evaluator()]);

    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      partialSuccess: { rejectedSpans: "1", errorMessage: expect.stringContaining("spanId") },
    });
    const { summary } = await createClient(context.url).getRun(run.agentId, run.runId);
    expect(summary.counts).toMatchObject({ modelCalls: 0, evaluators: 1 });
  });

  test.each([
    ["older than 400 days", -401 * DAY_MS],
    ["more than a day ahead", 2 * DAY_MS],
  ])("rejects a span %s and stores those beside it", async (_name, offset) => {
    const run = createTestRun();
    const stray = { ...run.modelCall(), startedAt: Date.now() + offset, endedAt: Date.now() + offset + 5 };
    const response = await sendSpans(context.url, [stray, run.root()]);

    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      partialSuccess: { rejectedSpans: "1", errorMessage: expect.stringMatching(/400 days.*1 day ahead/) },
    });
    const { spans } = await createClient(context.url).getRunSpans(run.agentId, run.runId);
    expect(spans.map(({ kind }) => kind)).toEqual(["run"]);
  });

  test("takes spans of the last 400 days and of any day in between, with a partition for each day", async () => {
    const now = Date.now();
    const runs = [399, 30, 1, 0].map((days) => createTestRun({ startedAt: now - days * DAY_MS - 60_000 }));
    await ingest(
      context.url,
      runs.map((run) => run.root()),
    );

    for (const run of runs) {
      const answer = await callApi(context.url, `/api/agents/${run.agentId}/runs/${run.runId}/spans`);
      expect(answer.body).toMatchObject({ spans: [{ kind: "run", startedAt: run.startedAt }] });
    }
  });

  test("makes the partition of a day again when somebody has dropped it", async () => {
    const startedAt = Date.now() - 200 * DAY_MS;
    await ingest(context.url, [createTestRun({ startedAt }).root()]);
    const partition = `logs_on_${new Date(startedAt).toISOString().slice(0, 10).replaceAll("-", "_")}`;
    await context.database.query({ text: `drop table ${partition}` });

    const run = createTestRun({ startedAt });
    await ingest(context.url, [run.root()]);
    expect((await createClient(context.url).getRunSpans(run.agentId, run.runId)).spans).toHaveLength(1);
  });

  test("stores a request of many spans whole, in several transactions", async () => {
    const run = createTestRun();
    await ingest(context.url, [run.root(), ...Array.from({ length: 2500 }, () => run.modelCall())]);

    const { summary } = await createClient(context.url).getRun(run.agentId, run.runId);
    expect(summary.counts.modelCalls).toBe(2500);
  });

  test("leaves out the rows that the database refuses, and stores the rest of all requests of the batch", async () => {
    // A constraint of the operator's stands for whatever a database may not like about a row.
    await context.database.query({
      text: "alter table logs add constraint no_poison check (coalesce(facts ->> 'name', facts ->> 'error') is distinct from 'poison')",
    });
    const [first, second] = [createTestRun(), createTestRun()];
    const poison = () => ({ ...first.infrastructure("poison"), name: "poison" });
    const spans = [first.root(), first.modelCall(), poison(), first.evaluator(), poison(), first.embedding()];
    const [spoiled, clean] = await Promise.all([
      sendSpans(context.url, spans),
      sendSpans(context.url, [second.root(), second.modelCall()]),
    ]);

    expect(spoiled.status).toBe(200);
    expect(await spoiled.json()).toEqual({
      partialSuccess: {
        rejectedSpans: "2",
        errorMessage: expect.stringMatching(
          /^(the database refused the content of the span [0-9a-f]{32}\/[0-9a-f]{16}: .*no_poison"(; )?){2}$/,
        ),
      },
    });
    expect([clean.status, await clean.json()]).toEqual([200, {}]);
    const client = createClient(context.url);
    const stored = await client.getRunSpans(first.agentId, first.runId);
    expect(stored.spans.map(({ kind }) => kind).toSorted()).toEqual(["embedding", "evaluator", "model_call", "run"]);
    const { summary } = await client.getRun(second.agentId, second.runId);
    expect(summary.counts.modelCalls).toBe(1);
    const record = { ...first.root(), at: Date.now(), attributes: { "exception.message": "poison" } };
    expect(await (await sendLogs(context.url, [record])).json()).toEqual({
      partialSuccess: {
        rejectedLogRecords: "1",
        errorMessage: expect.stringMatching(
          /^the database refused the content of the log record [0-9a-f]{32}\/[0-9a-f]{16}\/[0-9a-f-]{36}: .*no_poison"$/,
        ),
      },
    });
    await context.database.query({ text: "alter table logs drop constraint no_poison" });
  });

  test("stores text that Postgres would refuse as it is: NUL, half surrogates, deep nesting", async () => {
    const run = createTestRun();
    const attributes = { nul: "a\0b", half: "\ud800", json: "[".repeat(20_000) };
    await ingest(context.url, [run.root({ attributes }), run.action("\0", { attributes })]);

    const spans = await readWholeSpans(createClient(context.url), run.agentId, run.runId);
    expect(spans[0]?.attributes).toMatchObject({ nul: "a\uFFFDb", half: "\uFFFD" });
    expect((await readStore(context.database)).logs.length).toBeGreaterThan(0);
  });
  test("stores the words of an error that have such text in escapes", async () => {
    const run = createTestRun();
    await ingest(context.url, [run.root({ error: String.raw`{"message":"a\u0000b \ud83d"}` })]);
    const { runs } = await createClient(context.url).listRuns(run.agentId);
    expect(runs).toMatchObject([{ cause: { message: "a\uFFFDb \uFFFD" } }]);
  });
});
