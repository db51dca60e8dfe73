import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createClient } from "./support/call-api.ts";
import { describeEachDatabase } from "./support/describe-each-database.ts";
import { createForeignTrace } from "./support/foreign-trace.ts";
import { clearStore, readStore } from "./support/read-store.ts";
import { ingest } from "./support/send-spans.ts";
import { ingestLogs, logOf, type TestLogRecord } from "./support/test-log-record.ts";
import { createTestRun } from "./support/test-run.ts";
import { toPending, type TestSpan } from "./support/test-span.ts";
import { readWholeSpans } from "../../test-support/read-whole-spans.ts";

/**
 * A run with everything, another one beside it, a foreign trace with a sub-agent and an HTTP root, two turns in one trace, and what
 * is still open; snapshots, and other versions of the same spans; and log records of all of these, and of a span that never comes.
 */
function createTraffic() {
  const run = createTestRun();
  const plan = run.plan({ to: 900 });
  const action = run.action("GET_WEATHER", { parent: plan, from: 20 });
  const beside = createTestRun({ agentId: run.agentId, startedAt: run.startedAt + 3 });
  const open = createTestRun();
  const trace = createForeignTrace();
  const request = trace.span("POST /chat", {}, { to: 2000 });
  const travel = { "gen_ai.operation.name": "invoke_agent", "gen_ai.conversation.id": "thread-1" };
  const outer = trace.span("agent", { ...travel, "gen_ai.agent.name": "Travel" }, { parent: request, to: 900 });
  const inner = trace.span(
    "agent",
    { ...travel, "gen_ai.agent.name": "Hotel" },
    { parent: outer, from: 50, to: 400, error: "no rooms" },
  );
  const chat = trace.span("chat", { "gen_ai.operation.name": "chat" }, { parent: inner, from: 60, error: "429" });
  const turns = createForeignTrace();
  const first = turns.span("agent", travel, { from: 10, to: 300 });
  const second = turns.span("agent", travel, { from: 400, to: 700 });
  const modelCall = run.modelCall({ parent: action, from: 30 });
  const evaluator = run.evaluator({ from: 950, to: 1200 });
  const final = [
    run.root(),
    plan,
    action,
    run.action("SEND_REPLY", { parent: plan, from: 200, error: "room is gone" }),
    modelCall,
    evaluator,
    run.embedding({ from: 990, to: 4000 }),
    run.infrastructure("GET api.weather", { parent: action, from: 40 }),
    beside.root({ status: "timeout" }),
    beside.modelCall({ error: "timeout" }),
  ];
  const versions = [
    { ...run.root(), endedAt: run.startedAt + 500, error: "given up too soon" },
    { ...chat, endedAt: trace.startedAt + 70, error: undefined }, // sent again when it had failed
    { ...evaluator, error: "no judge" },
    { ...modelCall, attributes: { ...modelCall.attributes, "gen_ai.usage.input_tokens": 9 } },
    { ...modelCall, attributes: { ...modelCall.attributes, "gen_ai.usage.input_tokens": 10 } },
    toPending({ ...open.root(), attributes: { ...open.root().attributes, "gen_ai.agent.name": "Renamed" } }),
    toPending({ ...open.root(), name: "invoke_agent", attributes: { ...open.root().attributes, more: 1 } }),
  ];
  const spans = [
    ...final,
    ...final.map(toPending),
    ...versions,
    toPending(open.root()),
    toPending(open.action("SLOW")),
    open.modelCall(),
    request,
    outer,
    inner,
    chat,
    turns.span("GET /", {}, { to: 900 }),
    first,
    turns.span("chat", { "gen_ai.operation.name": "chat" }, { parent: first, from: 20 }),
    second,
    turns.span("chat", { "gen_ai.operation.name": "chat" }, { parent: second, from: 420, error: "429" }),
  ];
  const records = [
    logOf(modelCall, { after: 1, name: "gen_ai.user.message", body: { content: "Rain?" } }),
    logOf(modelCall, { after: 2, name: "gen_ai.user.message", body: { content: "And snow?" } }),
    logOf(modelCall, { after: 9, name: "gen_ai.choice", body: { message: "Neither." } }),
    logOf(chat, { after: 3, severity: 17, attributes: { "exception.message": "429", "exception.type": "RateLimit" } }),
    logOf(inner, { after: 7, name: "gen_ai.evaluation.result", attributes: { "gen_ai.evaluation.name": "Tone" } }),
    logOf(open.root(), { after: 4, body: "going on" }),
    logOf(request, { after: 6, severity: 13, body: "slow" }),
    logOf(trace.span("never"), { body: "orphan" }),
  ];
  const runs = [
    ...[run, beside, open, turns].map(({ agentId, runId }) => ({ agentId, runId })),
    { agentId: trace.agentIdOf("Travel"), runId: trace.runId },
  ];
  return { spans, records, runs };
}

/** Any way the spans may arrive: in any order, some more than once, cut into requests, the requests one by one or at once. */
function arbitraryArrival(count: number) {
  const indexes = Array.from({ length: count }, (_, index) => index);
  return fc.record({
    order: fc.shuffledSubarray(indexes, { minLength: count }),
    again: fc.shuffledSubarray(indexes, { maxLength: 8 }),
    cuts: fc.array(fc.nat(count), { maxLength: 5 }),
    atOnce: fc.boolean(),
  });
}

describeEachDatabase("ingest in any order", (context) => {
  test("gives the same rows, runs, counts, events and spans, however the spans arrive", async () => {
    const { spans, records, runs } = createTraffic();
    const items = [...spans.map((span) => ({ span })), ...records.map((record) => ({ record }))];
    const client = createClient(context.url);

    async function send(sent: readonly Partial<{ span: TestSpan; record: TestLogRecord }>[]): Promise<void> {
      const [ofSpans, ofLogs] = [sent.flatMap(({ span }) => span ?? []), sent.flatMap(({ record }) => record ?? [])];
      if (ofSpans.length > 0) await ingest(context.url, ofSpans);
      if (ofLogs.length > 0) await ingestLogs(context.url, ofLogs);
    }

    async function readAll() {
      const details = await Promise.all(
        runs.map(async ({ agentId, runId }) => ({
          detail: await client.getRun(agentId, runId),
          spans: await readWholeSpans(client, agentId, runId),
        })),
      );
      return { store: await readStore(context.database), details };
    }

    await clearStore(context.database);
    await send(items);
    const expected = await readAll();

    await fc.assert(
      fc.asyncProperty(arbitraryArrival(items.length), async ({ order, again, cuts, atOnce }) => {
        await clearStore(context.database);
        const arriving = [...order, ...again].flatMap((index) => items[index] ?? []);
        const edges = [0, ...cuts.toSorted((a, b) => a - b), arriving.length];
        const requests = edges.slice(1).map((edge, index) => arriving.slice(edges[index], edge));
        if (atOnce) await Promise.all(requests.map(send));
        else for (const request of requests) await send(request);
        expect(await readAll()).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });
});
