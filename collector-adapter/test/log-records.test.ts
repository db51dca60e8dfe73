import { readConversation, type StepContent } from "@runline/contract";
import { expect, test } from "vitest";
import { rebuildFolds } from "../src/store/rebuild-folds.ts";
import { createClient } from "./support/call-api.ts";
import { describeEachDatabase } from "./support/describe-each-database.ts";
import { createForeignTrace } from "./support/foreign-trace.ts";
import { ingest } from "./support/send-spans.ts";
import { ingestLogs, logOf, type TestLogRecord } from "./support/test-log-record.ts";
import { createTestRun } from "./support/test-run.ts";
import { toPending, type TestSpan } from "./support/test-span.ts";

const AGENT = { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "Travel" };
const CHAT = { "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o" };

/** An agent that asks a model, whose words are in log records alone. */
function createConversation() {
  const trace = createForeignTrace();
  const agent = trace.span("invoke_agent Travel", AGENT, { to: 900 });
  const chat = trace.span("chat gpt-4o", CHAT, { parent: agent, from: 10, to: 300 });
  const records = [
    logOf(chat, { name: "gen_ai.system.message", body: { content: "Be brief." } }),
    logOf(chat, { name: "gen_ai.user.message", body: { content: "Rain in Oslo?" } }),
    logOf(chat, { after: 90, name: "gen_ai.choice", body: { index: 0, message: "It snows." } }),
  ];
  return { trace, agent, chat, records, agentId: trace.agentIdOf("Travel"), runId: trace.runId };
}

const toTexts = (content: unknown) =>
  readConversation(content)?.map(({ role, parts }) => [
    role,
    ...parts.map((part) => part.type === "text" && part.content),
  ]);

const INPUT = [
  ["system", "Be brief."],
  ["user", "Rain in Oslo?"],
];
const OUTPUT = [["assistant", "It snows."]];

describeEachDatabase("log records", (context) => {
  test("with more content than an event may have are one event of which content is cut", async () => {
    const { agent, chat, agentId, runId } = createConversation();
    const book = "é".repeat(700_000);
    const records = [0, 1].map((after) => logOf(chat, { after, name: "gen_ai.user.message", body: { content: book } }));
    await ingest(context.url, [agent, chat]);
    for (const record of records) await ingestLogs(context.url, [record]);
    const { cut } = await createClient(context.url).getRun(agentId, runId);
    expect(cut).toEqual({ spans: 0, contents: 0, shortened: 1 });
  });

  test.each([
    ["before their spans", (spans: TestSpan[], records: TestLogRecord[]) => [records, spans] as const],
    ["after their spans", (spans: TestSpan[], records: TestLogRecord[]) => [spans, records] as const],
  ])("give a model call its content, %s, sent twice and in either encoding", async (_title, order) => {
    const client = createClient(context.url);
    const { agent, chat, records, agentId, runId } = createConversation();
    for (const sent of order([agent, chat], records)) {
      for (const encoding of ["json", "protobuf"] as const) {
        if (sent === records) await ingestLogs(context.url, records, encoding);
        else await ingest(context.url, [agent, chat], { encoding });
      }
    }

    const { summary, events } = await client.getRun(agentId, runId);
    expect(summary).toMatchObject({ status: "completed", counts: { modelCalls: 1 }, message: "Rain in Oslo?" });
    const called = events.find(({ type }) => type === "MODEL_USED")?.data;
    expect(called).toMatchObject({
      prompt: expect.stringContaining("Rain in Oslo?"),
      response: expect.stringContaining("It snows."),
    });

    const { spans } = await client.getRunSpans(agentId, runId);
    const bars = spans.map(({ kind, hasContent, logRecords }) => ({ kind, hasContent, logRecords }));
    expect(bars).toEqual([{ kind: "run" }, { kind: "model_call", hasContent: true }]);
    const span = await client.getRunSpan(agentId, runId, chat.spanId);
    expect([toTexts(span.input), toTexts(span.output)]).toEqual([INPUT, OUTPUT]);
    expect(span.events.map(({ name }) => name)).toEqual([
      "gen_ai.system.message",
      "gen_ai.user.message",
      "gen_ai.choice",
    ]);

    const steps: StepContent[] = [];
    await client.streamRunMessages(agentId, runId, { onLine: (line) => steps.push(...(line.steps ?? [])) });
    const told = steps.find((step) => step.span.spanId === chat.spanId);
    expect([toTexts(told?.input), toTexts(told?.output)]).toEqual([INPUT, OUTPUT]);
  });

  test("are shown with their span, and marked on its bar where they are not content", async () => {
    const client = createClient(context.url);
    const { agent, chat, agentId, runId } = createConversation();
    const failed = { ...chat, error: "" };
    await ingest(context.url, [agent, failed]);
    await ingestLogs(context.url, [
      logOf(chat, { after: 20, severity: 13, body: "slow" }),
      logOf(chat, { after: 40, severity: 17, name: "exception", attributes: { "exception.message": "429" } }),
      logOf(agent, { after: 5, body: { step: 1 } }),
    ]);

    const { spans } = await client.getRunSpans(agentId, runId);
    expect(spans).toMatchObject([
      { logRecords: [{ at: agent.startedAt + 5 }] },
      {
        error: "429",
        logRecords: [
          { at: chat.startedAt + 20, level: "warn" },
          { at: chat.startedAt + 40, level: "error" },
        ],
      },
    ]);
    const span = await client.getRunSpan(agentId, runId, chat.spanId);
    expect(span.events).toMatchObject([
      { name: "", severity: "warn", body: "slow" },
      { name: "exception", severity: "error", attributes: { "exception.message": "429" } },
    ]);
    expect((await client.getRun(agentId, runId)).summary).toMatchObject({ cause: { message: "429" } });
  });

  test("that are very many are told as far as they are bounded, and how many more there are", async () => {
    const client = createClient(context.url);
    const { agent, chat, agentId, runId } = createConversation();
    await ingest(context.url, [agent, chat]);
    const records = Array.from({ length: 1_010 }, (_, index) =>
      logOf(chat, { after: index / 100, body: `line ${index}` }),
    );
    await ingestLogs(context.url, records);

    const span = await client.getRunSpan(agentId, runId, chat.spanId);
    expect({ events: span.events.length, more: span.moreLogRecords }).toEqual({ events: 1_000, more: 10 });
    const bar = (await client.getRunSpans(agentId, runId)).spans.find(({ spanId }) => spanId === chat.spanId);
    expect({ moments: bar?.logRecords?.length, more: bar?.moreLogRecords }).toEqual({ moments: 32, more: 978 });
  });

  test("whose span never comes are found with their trace, which is not a run and in no list", async () => {
    const client = createClient(context.url);
    const trace = createForeignTrace();
    const never = trace.span("never");
    await ingestLogs(context.url, [
      logOf(never, { body: "anybody?" }),
      { traceId: trace.traceId, at: trace.startedAt + 5, body: "of all" },
    ]);

    const found = await client.find(trace.traceId);
    expect(found.found).toEqual([{ kind: "trace", traceId: trace.traceId }]);
    const { spans } = await client.getTraceSpans(trace.traceId);
    expect(spans.map(({ label, kind }) => [label, kind])).toEqual([
      ["A span that has not come", "infrastructure"],
      ["Log records of the trace", "infrastructure"],
    ]);
    const span = await client.getTraceSpan(trace.traceId, never.spanId);
    expect(span).toMatchObject({ name: "", events: [{ body: "anybody?" }] });
    const { traces } = await client.listTraces();
    expect(traces.filter(({ traceId }) => traceId === trace.traceId)).toEqual([]);

    await ingest(context.url, [never]);
    expect((await client.getTraceSpans(trace.traceId)).spans.map(({ name }) => name)).toContain("never");
    const listed = (await client.listTraces()).traces.filter(({ traceId }) => traceId === trace.traceId);
    expect(listed).toMatchObject([{ name: "never", spans: 1 }]);
  });

  test("of an evaluation are an evaluator of the run, with score, label and explanation", async () => {
    const client = createClient(context.url);
    const { agent, chat, agentId, runId } = createConversation();
    await ingest(context.url, [agent, chat]);
    const attributes = {
      "gen_ai.evaluation.name": "Relevance",
      "gen_ai.evaluation.score.value": 0.25,
      "gen_ai.evaluation.score.label": "fail",
      "gen_ai.evaluation.explanation": "It asks back.",
    };
    await ingestLogs(context.url, [logOf(chat, { after: 400, name: "gen_ai.evaluation.result", attributes })]);

    const { summary, events } = await client.getRun(agentId, runId);
    expect(summary.counts).toMatchObject({ evaluators: 1, modelCalls: 1, errors: 0 });
    expect(events.find(({ type }) => type === "EVALUATOR_COMPLETED")?.data).toMatchObject({
      evaluatorName: "Relevance",
    });
    const { spans } = await client.getRunSpans(agentId, runId);
    const judge = spans.find(({ kind }) => kind === "evaluator");
    expect(judge).toMatchObject({ label: "Relevance", detail: "0.25 · fail", parentSpanId: chat.spanId });
    const span = await client.getRunSpan(agentId, runId, judge?.spanId ?? "");
    expect(toTexts(span.output)).toEqual([["assistant", "It asks back."]]);
  });

  test("of a run that joined somebody's trace come to that run, whichever comes first", async () => {
    const client = createClient(context.url);
    for (const isFirst of [true, false]) {
      const gateway = createForeignTrace();
      const request = gateway.span("POST /messages", {}, { to: 900 });
      const run = createTestRun({ joins: request });
      const call = run.modelCall();
      const records = [logOf(call, { name: "gen_ai.user.message", body: { content: "Who?" } })];
      if (isFirst) await ingestLogs(context.url, records);
      await ingest(context.url, [request, run.root(), call]);
      if (!isFirst) await ingestLogs(context.url, records);

      const { spans } = await client.getRunSpans(run.agentId, run.runId);
      expect(spans.find(({ spanId }) => spanId === call.spanId)).toMatchObject({ hasContent: true });
      const span = await client.getRunSpan(run.agentId, run.runId, call.spanId);
      expect(toTexts(span.input)).toEqual([["user", "Who?"]]);
    }
  });

  test("of a span that goes on are told, and keep its run alive", async () => {
    const client = createClient(context.url);
    const run = createTestRun();
    const call = run.modelCall();
    await ingest(context.url, [toPending(run.root()), toPending(call)]);
    await context.database.query({ text: "update runs set last_seen_at = now() - interval '6 minutes'" });
    expect((await client.getRun(run.agentId, run.runId)).summary).toMatchObject({ lost: true });
    await ingestLogs(context.url, [logOf(call, { name: "gen_ai.user.message", body: { content: "Still there?" } })]);

    expect((await client.getRun(run.agentId, run.runId)).summary).not.toHaveProperty("lost");
    const span = await client.getRunSpan(run.agentId, run.runId, call.spanId);
    expect(toTexts(span.input)).toEqual([["user", "Still there?"]]);
  });

  test("are there after everything was folded again, which changes nothing", async () => {
    const { agent, chat, records } = createConversation();
    await ingest(context.url, [agent, chat]);
    await ingestLogs(context.url, records);
    await createClient(context.url).listAgents(); // settles
    expect(await rebuildFolds(context.database, () => {})).toMatchObject({ changed: 0 });
  });
});
