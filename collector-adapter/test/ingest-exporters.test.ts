import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-node";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-node";
import { expect, test } from "vitest";
import { createClient } from "./support/call-api.ts";
import { describeEachDatabase } from "./support/describe-each-database.ts";
import { exportSpans, type ExportOptions } from "./support/export-spans.ts";
import { clearStore, readStore } from "./support/read-store.ts";

/** A run of an agent that uses the official SDK and nothing of Runline. */
async function createSpans(): Promise<ReadableSpan[]> {
  const memory = new InMemorySpanExporter();
  const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(memory)] });
  const tracer = provider.getTracer("travel", "1.0.0");
  const agent = tracer.startSpan("invoke_agent", {
    attributes: {
      "gen_ai.operation.name": "invoke_agent",
      "gen_ai.agent.name": "Reise 🧳",
      "gen_ai.conversation.id": "7",
    },
  });
  const inAgent = trace.setSpan(ROOT_CONTEXT, agent);
  const tool = tracer.startSpan(
    "execute_tool find_flights",
    { attributes: { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "find_flights" } },
    inAgent,
  );
  const chat = tracer.startSpan(
    "chat gpt-4o",
    {
      kind: SpanKind.CLIENT,
      attributes: {
        "gen_ai.operation.name": "chat",
        "gen_ai.request.model": "gpt-4o",
        "gen_ai.usage.input_tokens": 812,
        "gen_ai.request.temperature": 0.7,
        "gen_ai.response.finish_reasons": ["stop"],
      },
    },
    trace.setSpan(ROOT_CONTEXT, tool),
  );
  chat.recordException(new Error("rate limit"));
  chat.setStatus({ code: SpanStatusCode.ERROR, message: "rate limit" });
  for (const span of [chat, tool, agent]) span.end();
  const spans = memory.getFinishedSpans();
  await provider.shutdown();
  return spans;
}

const WAYS: ExportOptions[] = [
  { encoding: "json" },
  { encoding: "protobuf" },
  { encoding: "json", compression: "gzip" },
  { encoding: "protobuf", compression: "gzip" },
];

describeEachDatabase("ingest from the official exporters", (context) => {
  test("gives the same rows for JSON and protobuf, with and without gzip", async () => {
    const spans = await createSpans();
    const stores = [];
    for (const way of WAYS) {
      await clearStore(context.database);
      await exportSpans(context.url, spans, way);
      stores.push(await readStore(context.database));
    }

    const [json, ...others] = stores;
    expect(json?.logs).toHaveLength(5);
    for (const other of others) expect(other).toEqual(json);
    const client = createClient(context.url);
    const { agents } = await client.listAgents();
    expect(agents.map(({ name, runs }) => ({ name, runs }))).toEqual([{ name: "Reise 🧳", runs: 1 }]);
    const { runs } = await client.listRuns(agents[0]?.agentId ?? "");
    expect(runs).toMatchObject([
      { status: "completed", counts: { actions: 1, modelCalls: 1, errors: 1, evaluators: 0 } },
    ]);
  });

  test("changes nothing when the same spans come again in another encoding", async () => {
    const spans = await createSpans();
    await exportSpans(context.url, spans, { encoding: "json" });
    const before = await readStore(context.database);

    await exportSpans(context.url, spans, { encoding: "protobuf", compression: "gzip" });

    expect(await readStore(context.database)).toEqual(before);
  });
});
