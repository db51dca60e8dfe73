import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { RunEventType, RunSpan, RunSummary, SpanKind } from "@runline/contract";
import { expect, test } from "vitest";
import { createClient } from "./support/call-api.ts";
import { describeEachDatabase } from "./support/describe-each-database.ts";
import { createForeignTrace } from "./support/foreign-trace.ts";
import { clearStore } from "./support/read-store.ts";
import { ingest } from "./support/send-spans.ts";

/** Bodies that instrumentations of others sent, each corpus in one. */
const CORPORA = new URL("fixtures/foreign/", import.meta.url);
const FILES = readdirSync(CORPORA).filter((name) => name.endsWith(".gz"));

describeEachDatabase("summary, events and waterfall of a run", (context) => {
  async function expectAgreementOf(agentId: string, line: RunSummary): Promise<void> {
    const client = createClient(context.url);
    const [{ summary, events }, { spans }] = await Promise.all([
      client.getRun(agentId, line.runId),
      client.getRunSpans(agentId, line.runId),
    ]);
    expect(summary).toEqual(line);
    const steps = spans.filter(isStep);
    const bars = (kind: SpanKind) => steps.filter((span) => span.kind === kind).length;
    const entries = (type: RunEventType) => events.filter((event) => event.type === type).length;
    const { actions, modelCalls, evaluators } = summary.counts;
    expect({
      run: line.runId,
      actions: [bars("action"), entries("ACTION_STARTED"), entries("ACTION_COMPLETED")],
      modelCalls: [bars("model_call"), entries("MODEL_USED")],
      embeddings: entries("EMBEDDING_EVENT"),
      evaluators: [bars("evaluator"), entries("EVALUATOR_COMPLETED")],
      input: sum(steps.map(({ usage }) => usage?.inputTokens)),
      output: sum(steps.map(({ usage }) => usage?.outputTokens)),
    }).toEqual({
      run: line.runId,
      actions: [actions, actions, actions],
      modelCalls: [modelCalls, modelCalls],
      embeddings: bars("embedding"),
      evaluators: [evaluators, evaluators],
      input: summary.tokens?.input ?? 0,
      output: summary.tokens?.output ?? 0,
    });
  }

  /** Compares the three for all runs that there are, and says how many these are. */
  async function expectAgreement(): Promise<number> {
    const client = createClient(context.url);
    let count = 0;
    for (const { agentId } of (await client.listAgents()).agents) {
      let cursor: string | undefined;
      do {
        const page = await client.listRuns(agentId, { limit: 100, ...(cursor !== undefined && { cursor }) });
        await Promise.all(page.runs.map((line) => expectAgreementOf(agentId, line)));
        count += page.runs.length;
        cursor = page.nextCursor;
      } while (cursor !== undefined);
    }
    return count;
  }

  test(`agree in all ${FILES.length} recorded corpora`, { timeout: 120_000 }, async () => {
    for (const file of FILES) {
      const type = file.includes(".json") ? "application/json" : "application/x-protobuf";
      const body = new Uint8Array(gunzipSync(readFileSync(new URL(file, CORPORA))));
      const response = await fetch(`${context.url}/v1/traces`, {
        method: "POST",
        headers: { "content-type": type },
        body,
      });
      expect([file, response.status]).toEqual([file, 200]);
    }
    expect(await expectAgreement()).toBeGreaterThanOrEqual(FILES.length);
  });

  test("agree where another agent is called, and where two instrumentations see each step", async () => {
    await clearStore(context.database); // the corpora have been compared
    const AGENT = { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "Guide" };
    const CHAT = { "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o", "gen_ai.usage.input_tokens": 8 };
    const TOOL = { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "search" };
    const trace = createForeignTrace();
    const colleague = createForeignTrace();
    const agent = trace.span("invoke_agent", AGENT, { to: 900 });
    const tool = trace.span("execute_tool", TOOL, { parent: agent, from: 10, to: 800 });
    const again = trace.span("tools/call search", TOOL, { parent: tool, from: 20, to: 790 });
    const call = trace.span("chat", CHAT, { parent: agent, from: 820, to: 890 });
    const inner = trace.span("chat", CHAT, { parent: call, from: 830, to: 880 });
    const other = {
      ...colleague.span("invoke_agent", AGENT, { parent: again, from: 30, to: 700 }),
      traceId: trace.traceId,
    };
    const otherCall = { ...colleague.span("chat", CHAT, { parent: other, from: 40, to: 600 }), traceId: trace.traceId };
    await ingest(context.url, [agent, tool, again, call, inner, other, otherCall]);

    await expectAgreement();
    const { summary } = await createClient(context.url).getRun(trace.agentIdOf("Guide"), trace.runId);
    expect(summary).toMatchObject({ counts: { actions: 1, modelCalls: 1 }, tokens: { input: 8 } });
  });
});

/** A step of the run itself, as the contract tells it from details and from steps of other agents. */
function isStep({ detailOf, otherAgent, caller }: RunSpan): boolean {
  return detailOf === undefined && otherAgent === undefined && !caller;
}

function sum(numbers: readonly (number | undefined)[]): number {
  return numbers.reduce<number>((total, number) => total + (number ?? 0), 0);
}
