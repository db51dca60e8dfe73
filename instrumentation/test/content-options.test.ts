import { once } from "node:events";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTelemetry } from "../src/node/index.ts";
import { openSpanSink } from "./support/span-sink.ts";
import type { SpanSink } from "./support/span-sink.ts";

let sink: SpanSink;

beforeAll(async () => {
  sink = await openSpanSink();
});

afterAll(async () => {
  await sink.close();
});

it("telemetry redacts, filters and prices the steps of each of its agents", async () => {
  const { runTracer, createAgentTracer, shutdown } = startTelemetry({
    endpoint: sink.url,
    flushOnExit: false,
    captureContent: true,
    redact: (value) => String(value).replace("Ada", "[name]"),
    secrets: ["secret of all"],
    prices: { m: { inputPerMillion: 1, outputPerMillion: 1 } },
    agent: { agentName: "First", secrets: () => ["secret of the first"] },
  });
  const text = "Ada knows the secret of all, the secret of the first and the secret of the second";
  const usage = { inputTokens: 1_000, outputTokens: 500 };
  runTracer.startModelCall({ model: "m", input: text, modelType: "FIRST" }).end(usage);
  const second = createAgentTracer({ agentName: "Second", secrets: ["secret of the second"] });
  second.startModelCall({ model: "m", input: text, modelType: "SECOND" }).fail(text, usage);
  await shutdown();

  const find = (slot: string) => sink.waitFor(({ attributes }) => attributes["runline.model.type"] === slot);
  const [ofFirst, ofSecond] = [await find("FIRST"), await find("SECOND")];
  expect(ofFirst.attributes["gen_ai.input.messages"]).toContain(
    "[name] knows the [secret], the [secret] and the secret of the second",
  );
  expect(ofFirst.attributes["gen_ai.usage.cost"]).toBe(0.0015);
  expect(ofSecond.status.message).toBe("Ada knows the [secret], the secret of the first and the [secret]");
  expect(ofSecond.attributes["gen_ai.usage.cost"]).toBe(0.0015);
});

it("telemetry starts with a wrong price, and a process warning says which", async () => {
  const warned = once(process, "warning");
  const wrong = JSON.parse('{"m":{"inputPerMillion":-1,"outputPerMillion":1}}');
  const { shutdown } = startTelemetry({ endpoint: sink.url, flushOnExit: false, prices: wrong });
  const [warning]: unknown[] = await warned;
  expect(String(warning)).toContain('the price of "m" is {"inputPerMillion":-1,"outputPerMillion":1}; expected');
  await shutdown();
});
