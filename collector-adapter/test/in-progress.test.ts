import { describe, expect, test } from "vitest";
import { createClient } from "./support/call-api.ts";
import { createForeignTrace } from "./support/foreign-trace.ts";
import { encodeJson } from "./support/otlp-encoder.ts";
import { ingest } from "./support/send-spans.ts";
import { ingestLogs } from "./support/test-log-record.ts";
import { newSpanId, toTraceRequest, type TestSpan } from "./support/test-span.ts";
import { useServer } from "./support/use-server.ts";

const AGENT = { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "Travel" };
const CHAT = { "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o" };

describe("a run of another instrumentation that goes on", () => {
  const context = useServer("postgres");

  /** Lets time go by in which nothing is heard of any span or run. */
  async function age(minutes: number): Promise<void> {
    const ago = `now() - interval '${minutes} minutes'`;
    await context.database.query({ text: `update runs set last_seen_at = ${ago}` });
    await context.database.query({ text: `update open_spans set last_seen_at = ${ago}` });
  }

  function createTravel() {
    const trace = createForeignTrace(Date.now() - 5_000);
    const agent = trace.span("invoke_agent Travel", AGENT, { to: 4_000 });
    const chat = trace.span("chat gpt-4o", CHAT, { parent: agent, from: 10, to: 3_000 });
    const client = createClient(context.url);
    const [agentId, { runId }] = [trace.agentIdOf("Travel"), trace];
    return {
      agent,
      chat,
      status: async () => (await client.getRunSummary(agentId, runId)).status,
      isLost: async () => (await client.getRunSummary(agentId, runId)).lost ?? false,
      states: async () => (await client.getRunSpans(agentId, runId)).spans.map(({ kind, state }) => [kind, state]),
    };
  }

  /** What Logfire sends when a span starts. */
  function announce(span: TestSpan): TestSpan {
    return {
      ...span,
      spanId: newSpanId(),
      parentSpanId: span.spanId,
      endedAt: span.startedAt,
      attributes: {
        ...span.attributes,
        "logfire.span_type": "pending_span",
        "logfire.pending_parent_id": span.parentSpanId ?? "0".repeat(16),
      },
    };
  }

  /** What the partial span processor sends at a heartbeat, outside of any span. */
  function beat({ endedAt: _endedAt, ...open }: TestSpan) {
    const attributes = { "span.state": "heartbeat", "log.body.type": "json/v1" };
    return { at: Date.now(), body: encodeJson(toTraceRequest([open])).toString(), attributes };
  }

  test("by Logfire's pending spans, which come once: it is lost after five minutes, and over with its final spans", async () => {
    const { agent, chat, status, isLost, states } = createTravel();
    await ingest(context.url, [announce(agent), announce(chat)]);
    const open = [
      ["run", "open"],
      ["model_call", "open"],
    ];
    expect(await states()).toEqual(open);

    await age(2);
    expect([await states(), await isLost()]).toEqual([open, false]);
    await age(6);
    expect([await states(), await isLost()]).toEqual([open.map(([kind]) => [kind, "lost"]), true]);

    await ingest(context.url, [chat, agent]);
    await ingest(context.url, [announce(agent)]); // comes late
    expect(await status()).toBe("completed");
    expect(await states()).toEqual(open.map(([kind]) => [kind, "ok"]));
  });

  test("by partial spans in log records, which come again: it is lost after three heartbeats", async () => {
    const { agent, chat, status, isLost, states } = createTravel();
    await ingestLogs(context.url, [beat(agent), beat(chat)]);
    expect([await status(), await isLost()]).toEqual(["started", false]);

    await age(1);
    expect(await isLost()).toBe(true);
    await ingestLogs(context.url, [beat(agent)]);
    expect(await isLost()).toBe(false);

    await ingest(context.url, [chat, agent]);
    expect(await status()).toBe("completed");
    expect(await states()).toEqual([
      ["run", "ok"],
      ["model_call", "ok"],
    ]);
  });
});
