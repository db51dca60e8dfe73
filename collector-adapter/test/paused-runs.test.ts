import { expect, describe, test } from "vitest";
import { createClient } from "./support/call-api.ts";
import { describeEachDatabase } from "./support/describe-each-database.ts";
import { createForeignTrace } from "./support/foreign-trace.ts";
import { ingest, sendSpans } from "./support/send-spans.ts";
import { startServer } from "./support/start-server.ts";
import { ingestLogs, logOf } from "./support/test-log-record.ts";
import { createTestRun } from "./support/test-run.ts";
import type { TestSpan } from "./support/test-span.ts";
import { useServer } from "./support/use-server.ts";

const AGENT = { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "Clerk" };
const CHAT = { "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o" };

/** A run of 1 s that paused half a minute ago for an approval and went on for 1 s in the trace of the request that approved. */
function createPausedRun() {
  const run = createTestRun();
  const root = run.root({ to: 1000 });
  const paused: TestSpan = {
    ...root,
    events: [
      {
        name: "gen_ai.agent.paused",
        at: run.startedAt + 1000,
        attributes: {
          "gen_ai.agent.execution.id": run.runId,
          "gen_ai.agent.pause.id": root.spanId,
          "gen_ai.agent.pause.reason": "human_input",
          "runline.pause.waits_for": "approval by the shift lead",
        },
      },
    ],
  };
  const desk = createForeignTrace(run.startedAt + 30_900);
  const request = desk.span("POST /approvals", {}, { to: 1200 });
  const later = createTestRun({ ...run, joins: request });
  const resumed: TestSpan = {
    ...later.root({ from: 31_000, to: 32_000, status: "completed" }),
    events: [
      {
        name: "gen_ai.agent.resumed",
        at: run.startedAt + 31_000,
        attributes: {
          "gen_ai.agent.execution.id": run.runId,
          "gen_ai.agent.resumed_from.type": "pause",
          "gen_ai.agent.resumed_from.id": root.spanId,
        },
      },
    ],
  };
  const refund = later.action("REFUND", { from: 31_200, to: 31_500 });
  return { run, request, before: [paused, run.modelCall({ from: 100, to: 400 })], after: [resumed, refund] };
}

describeEachDatabase("a run that waits for a person", (context) => {
  const age = () => context.database.query({ text: "update runs set last_seen_at = now() - interval '2 days'" });

  test("goes on and is not lost, however long it waits, and says for what", async () => {
    const client = createClient(context.url);
    const { run, before } = createPausedRun();
    await ingest(context.url, before);
    await age();
    const { summary, events } = await client.getRun(run.agentId, run.runId);
    expect(summary).toMatchObject({
      status: "started",
      waiting: { since: run.startedAt + 1000, for: "approval by the shift lead" },
      counts: { modelCalls: 1, errors: 0 },
    });
    expect(summary).not.toHaveProperty("lost");
    expect(summary).not.toHaveProperty("durationMs");
    expect(events.map(({ type }) => type)).toEqual(["RUN_STARTED", "MODEL_USED"]);
    expect((await client.listRuns(run.agentId)).runs).toEqual([summary]);
    const { spans } = await client.getRunSpans(run.agentId, run.runId);
    expect(spans.filter(({ wait }) => wait)).toMatchObject([
      { label: "waiting for approval by the shift lead", state: "open", startedAt: run.startedAt + 1000 },
    ]);
  });

  test("is one run with what goes on in the trace of the request that answers, which is shown as its caller", async () => {
    const client = createClient(context.url);
    const { run, request, before, after } = createPausedRun();
    await ingest(context.url, [request]);
    await ingest(context.url, before);
    await ingest(context.url, after);
    const { runs } = await client.listRuns(run.agentId);
    expect(runs).toMatchObject([
      {
        runId: run.runId,
        status: "completed",
        durationMs: 32_000,
        rootSpanId: before[0]?.spanId,
        counts: { modelCalls: 1, actions: 1 },
        time: { modelMs: 300, toolMs: 300, idleMs: 1400, waitMs: 30_000 },
      },
    ]);
    const { spans } = await client.getRunSpans(run.agentId, run.runId);
    expect(spans.map(({ label, wait = false, caller = false }) => [label, wait, caller])).toEqual([
      ["Weather Guide", false, false],
      ["gpt-4o-mini", false, false],
      ["waiting for approval by the shift lead", true, false],
      ["POST /approvals", false, true],
      ["Weather Guide", false, false],
      ["REFUND", false, false],
    ]);
    expect(spans.find(({ wait }) => wait)).toMatchObject({ state: "ok", durationMs: 30_000 });
    // The work took 2 s.
    const isLong = (minDuration: number) => client.listRuns(run.agentId, { minDuration });
    expect((await isLong(2_000)).runs).toHaveLength(1);
    expect((await isLong(2_001)).runs).toEqual([]);
  });

  test("is told by log records, of spans that name one execution, as well", async () => {
    const client = createClient(context.url);
    const [first, later] = [createForeignTrace(), createForeignTrace(Date.now() - 20_000)];
    const execution = { "gen_ai.agent.execution.id": `execution-${first.traceId}` };
    const agent = first.span("invoke_agent Clerk", { ...AGENT, ...execution }, { to: 500 });
    const resource = agent.resource;
    const resumed = { ...later.span("invoke_agent Clerk", { ...AGENT, ...execution }, { to: 500 }), resource };
    const chat = { ...later.span("chat gpt-4o", CHAT, { parent: resumed, from: 10 }), resource };
    await ingestLogs(context.url, [
      logOf(agent, {
        after: 500,
        name: "gen_ai.agent.paused",
        attributes: { ...execution, "gen_ai.agent.pause.id": "p-1" },
      }),
    ]);
    await ingest(
      context.url,
      [first.span("chat gpt-4o", CHAT, { parent: agent, from: 10 }), agent].map((span) => ({ ...span, resource })),
    );
    const [waiting] = (await client.listRuns(first.agentIdOf("Clerk"))).runs;
    expect(waiting).toMatchObject({ status: "started", waiting: { for: "an answer" }, counts: { modelCalls: 1 } });
    await ingest(context.url, [chat, resumed]);
    await ingestLogs(context.url, [
      logOf(resumed, {
        name: "gen_ai.agent.resumed",
        attributes: { ...execution, "gen_ai.agent.resumed_from.id": "p-1" },
      }),
    ]);
    const { runs } = await client.listRuns(first.agentIdOf("Clerk"));
    expect(runs).toMatchObject([{ runId: waiting?.runId, status: "completed", counts: { modelCalls: 2 } }]);
    expect(runs[0]?.time?.waitMs).toBe(later.startedAt - first.startedAt - 500);
  });

  test("a run that failed after its pause says why", async () => {
    const client = createClient(context.url);
    const { run, before, after } = createPausedRun();
    const [resumed, ...rest] = after;
    const attributes = { ...resumed?.attributes, "runline.run.status": "error" };
    const failed = rest.map((span) => ({ ...span, error: "ledger refused" }));
    await ingest(context.url, [
      ...before,
      ...failed,
      ...(resumed ? [{ ...resumed, attributes, error: "refund failed" }] : []),
    ]);
    const { summary } = await client.getRun(run.agentId, run.runId);
    expect(summary).toMatchObject({ status: "error", counts: { errors: 1 }, cause: { path: ["REFUND"] } });
  });
});

describe("a paused run that comes through two adapters on one Postgres", () => {
  const context = useServer("postgres");

  test("is the same run in any order, however it is split and repeated", async () => {
    const other = await startServer({ database: context.database });
    const client = createClient(context.url);
    for (let round = 0; round < 12; round++) {
      const { run, request, before, after } = createPausedRun();
      const spans = rotate([...before, ...after, request, ...before.toReversed()], round);
      // Each adapter gets its own half, a span a request, at the same time as the other one.
      const requests = [context.url, other.url].flatMap((url, adapter) =>
        spans.filter((_, at) => round % 3 === 2 || at % 2 === adapter).map((span) => sendSpans(url, [span])),
      );
      expect((await Promise.all(requests)).every(({ status }) => status === 200)).toBe(true);
      const { runs } = await client.listRuns(run.agentId);
      expect(runs).toMatchObject([
        { status: "completed", durationMs: 32_000, counts: { actions: 1, modelCalls: 1 }, time: { waitMs: 30_000 } },
      ]);
    }
    await other.close();
  });
});

function rotate<Item>(items: readonly Item[], by: number): Item[] {
  const at = by % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
}
