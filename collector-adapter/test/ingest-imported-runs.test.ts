import { ATTR_ATTRIBUTION, ATTR_GEN_AI_AGENT_NAME, ATTR_IMPORTED, ATTR_MESSAGE_ID } from "@runline/contract";
import { expect, test } from "vitest";
import { createClient } from "./support/call-api.ts";
import { describeEachDatabase } from "./support/describe-each-database.ts";
import { ingest } from "./support/send-spans.ts";
import { createTestRun } from "./support/test-run.ts";

const HOUR_MS = 3_600_000;

describeEachDatabase("ingest of imported runs", (context) => {
  test("marks the run as imported and keeps what else is known of it", async () => {
    const client = createClient(context.url);
    const run = createTestRun();
    const attributes = { [ATTR_IMPORTED]: true };
    await ingest(context.url, [run.modelCall({ attributes }), run.root({ attributes })]);

    const { runs } = await client.listRuns(run.agentId);
    expect(runs[0]?.metadata).toMatchObject({ imported: true, agentName: "Weather Guide", source: "discord" });
  });

  test("leaves the mark out for runs that were recorded as they happened", async () => {
    const client = createClient(context.url);
    const run = createTestRun();
    await ingest(context.url, [run.root(), run.modelCall()]);

    expect((await client.getRun(run.agentId, run.runId)).summary.metadata).not.toHaveProperty("imported");
  });

  test.each([
    { error: undefined, errors: 0 },
    { error: "no judge", errors: 1 }, // whoever judges is not who answers
  ])("makes a completed run of steps alone, with a limited timeline and $errors errors", async ({ error, errors }) => {
    const client = createClient(context.url);
    const run = createTestRun({ startedAt: Date.now() - HOUR_MS });
    const attributes = {
      [ATTR_IMPORTED]: true,
      [ATTR_GEN_AI_AGENT_NAME]: "Weather Guide",
      [ATTR_MESSAGE_ID]: run.messageId,
    };
    // Nothing was named above them: what was, and never came, might still go on.
    const isTop = { parentSpanId: undefined };
    const plan = { ...run.plan({ from: 20, to: 600, attributes: { [ATTR_IMPORTED]: true } }), ...isTop };
    const action = run.action("GET_WEATHER", { parent: plan, from: 30, to: 500, attributes });
    const doubtful = { ...attributes, [ATTR_ATTRIBUTION]: "low" };
    const call = { ...run.modelCall({ from: 5, to: 15, attributes: doubtful }), ...isTop };
    const judge = { from: 700, to: 900, attributes, ...(error !== undefined && { error }) };
    const evaluator = { ...run.evaluator(judge), ...isTop };
    await ingest(context.url, [evaluator, action, plan, call]);

    const { summary, events } = await client.getRun(run.agentId, run.runId);
    expect(summary).toMatchObject({
      runId: run.runId,
      status: "completed",
      startedAt: run.startedAt + 5,
      endedAt: run.startedAt + 900,
      durationMs: 895,
      messageId: run.messageId,
      roomId: run.roomId,
      entityId: run.entityId,
      counts: { actions: 1, modelCalls: 1, errors, evaluators: 1 },
      metadata: { imported: true, agentName: "Weather Guide" },
    });
    expect(events.map(({ type, data }) => [type, data["attribution"]])).toEqual([
      ["MODEL_USED", "low"],
      ["ACTION_STARTED", undefined],
      ["ACTION_COMPLETED", undefined],
      ["EVALUATOR_COMPLETED", undefined],
    ]);
    const { runs } = await client.listRuns(run.agentId, { status: "completed", roomId: run.roomId });
    expect(runs).toEqual([summary]);
    const { spans } = await client.getRunSpans(run.agentId, run.runId);
    expect(spans.map(({ kind, attribution }) => [kind, attribution])).toEqual([
      ["model_call", "low"],
      ["plan", undefined],
      ["action", undefined],
      ["evaluator", undefined],
    ]);
  });
});
