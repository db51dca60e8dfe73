import { createRunsClient } from "@runline/contract/client";
import { expect, test } from "vitest";
import { listFolds } from "../src/sql/list-folds.ts";
import { rebuildFolds } from "../src/store/rebuild-folds.ts";
import { describeEachDatabase } from "./support/describe-each-database.ts";
import { createForeignTrace } from "./support/foreign-trace.ts";
import { ingest } from "./support/send-spans.ts";
import { createTestRun } from "./support/test-run.ts";
import { settleAll } from "./support/settle-all.ts";
import { newSpanId, toPending, type TestSpan } from "./support/test-span.ts";

const CHAT = { "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o" };
const AGENT = { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "Researcher" };

describeEachDatabase("a run of ours in somebody's trace, with steps of others below its own", (context) => {
  test.each([
    ["that carry its mark", true],
    ["that carry nothing of it", false],
  ])("says the same in list, events and waterfall, and its links lead to runs: steps %s", async (_title, isMarked) => {
    const client = createRunsClient({ baseUrl: context.url });
    const gateway = createForeignTrace();
    const request = gateway.span("POST /messages", {}, { to: 900 });
    const run = createTestRun({ joins: request });
    const action = run.action("ASK", { from: 20 });
    const other = createForeignTrace();
    const below = {
      traceId: gateway.traceId,
      ...(isMarked && { traceState: `runline=${run.runId.replaceAll("-", "")}` }),
    };
    const chat = { ...gateway.span("chat gpt-4o", CHAT, { parent: action, from: 30, to: 60 }), ...below };
    const asked = { ...other.span("invoke_agent", AGENT, { parent: action, from: 70, to: 90 }), ...below };
    await ingest(context.url, [request, run.root(), action, run.modelCall(), chat, asked]);

    const { summary, events } = await client.getRun(run.agentId, run.runId);
    const [listed] = (await client.listRuns(run.agentId)).runs;
    expect(listed?.counts).toEqual(summary.counts);
    expect(summary.counts.modelCalls).toBe(2);
    const { spans } = await client.getRunSpans(run.agentId, run.runId);
    const own = spans.filter(({ otherAgent, detailOf }) => otherAgent === undefined && detailOf === undefined);
    for (const counted of [
      events.filter(({ type }) => type === "MODEL_USED"),
      own.filter(({ kind }) => kind === "model_call"),
    ]) {
      expect(counted).toHaveLength(summary.counts.modelCalls);
    }
    const links = spans.flatMap(({ otherAgent }) => otherAgent ?? []);
    expect(links.length).toBeGreaterThan(0);
    for (const { agentId, runId } of links) {
      const linked = await client.getRunSpans(agentId, runId);
      expect(linked.spans.length).toBeGreaterThan(0);
    }
  });

  test.each([
    ["before the run", (foreign: TestSpan[], own: TestSpan[]) => [foreign, own]],
    ["after the run", (foreign: TestSpan[], own: TestSpan[]) => [own, foreign]],
    [
      "one by one, the lowest first",
      (foreign: TestSpan[], own: TestSpan[]) => [...foreign, ...own].map((span) => [span]),
    ],
    ["as snapshots first", (foreign: TestSpan[], own: TestSpan[]) => [foreign.map(toPending), own, foreign]],
  ])("has the steps below it for its own when they come %s", async (_title, toRequests) => {
    const client = createRunsClient({ baseUrl: context.url });
    const gateway = createForeignTrace();
    const request = gateway.span("POST /messages", {}, { to: 900 });
    const first = createTestRun({ joins: request });
    const second = createTestRun({ joins: request });
    const other = gateway.span("chat gpt-4o", CHAT, { parent: request, from: 700, to: 800 });
    const actions = [first, second].map((run) => run.action("ASK", { from: 20 }));
    const below = actions.flatMap((action) => {
      const post = gateway.span("POST", {}, { parent: action, from: 25, to: 70 });
      return [gateway.span("chat gpt-4o", CHAT, { parent: post, from: 30, to: 60 }), post];
    });
    for (const spans of toRequests([...below, other, request], [first.root(), second.root(), ...actions])) {
      await ingest(context.url, spans);
    }

    for (const run of [first, second]) {
      const { runs } = await client.listRuns(run.agentId);
      expect(runs.map(({ runId, counts }) => [runId, counts.modelCalls])).toEqual([[run.runId, 1]]);
    }
    // What stands beside the runs is a run of the trace, and of nothing else.
    const { runs } = await client.listRuns(gateway.agentId);
    expect(runs.map(({ runId, counts }) => [runId, counts.modelCalls])).toEqual([[gateway.runId, 1]]);
    const again = await rebuildFolds(context.database, () => {});
    expect(again.changed).toBe(0);
  });

  test("leaves the trace alone of which a parent is lost, until a span comes that is a parent it misses", async () => {
    const gateway = createForeignTrace();
    const request = gateway.span("POST /messages", {}, { to: 900 });
    const lost = { ...request, spanId: newSpanId() };
    const run = createTestRun({ joins: request });
    const action = run.action("ASK", { from: 20 });
    const read = async () => (await listFolds(context.database, [gateway.runId]))[0];
    await ingest(context.url, [request, run.root(), gateway.span("GET /", {}, { parent: lost })]);
    await settleAll(context.database);
    expect(await read()).toMatchObject({ dirty: false, spans: 2 });

    await ingest(context.url, [run.modelCall(), run.modelCall()]);
    expect(await read()).toMatchObject({ dirty: false });
    await ingest(context.url, [gateway.span("POST", {}, { parent: action })]);
    await settleAll(context.database);
    await ingest(context.url, [run.modelCall()]);
    expect(await read()).toMatchObject({ dirty: false, spans: 3 });
    await ingest(context.url, [action]);
    await settleAll(context.database);
    expect(await read()).toMatchObject({ dirty: false, spans: 2 });
  });

  test("gets what stands below its own spans though the trace misses more parents than are remembered", async () => {
    const gateway = createForeignTrace();
    const request = gateway.span("POST /messages", {}, { to: 900 });
    const run = createTestRun({ joins: request });
    const actions = Array.from({ length: 30 }, (_, index) => run.action(`ASK_${index}`, { from: index }));
    const read = async () => (await listFolds(context.database, [gateway.runId]))[0];
    await ingest(context.url, [request, run.root(), ...actions.map((parent) => gateway.span("POST", {}, { parent }))]);
    await settleAll(context.database);
    expect(await read()).toMatchObject({ dirty: false, spans: 31 });

    for (const action of actions) await ingest(context.url, [action]);
    await settleAll(context.database);
    expect(await read()).toMatchObject({ dirty: false, spans: 1 });
  });
});
