import { ATTR_MEMORY_ID } from "@runline/contract";
import { expect, it } from "vitest";
import { recordTelemetry } from "../../test/support/recorded-telemetry.ts";
import { createAsyncContextStorage } from "../node/async-context-storage.ts";
import { createFrames } from "./frame.ts";
import type { ModelReport } from "./frame.ts";
import { observeEmbeddingCall } from "./observe-embedding-call.ts";

it("the queue's question is the embedding that has begun; what its listeners ask later is one of its own", async () => {
  const contextStorage = createAsyncContextStorage();
  const { tracer, listSpans, shutdown } = recordTelemetry({ contextStorage });
  const frames = createFrames(contextStorage);
  const observer = { frames, tracer, runtime: { getSetting: () => null }, phase: () => "background" as const };
  const slot = { modelType: "TEXT_EMBEDDING", provider: "local" };
  const ask = async (answer: string): Promise<unknown> =>
    observeEmbeddingCall(observer, slot, { args: [{}, { text: answer }], proceed: () => Promise.resolve(answer) });

  const embedding = tracer.startEmbedding({ ...slot, memoryId: "5a0f7c1e-9a1b-4a4e-9f0e-3d1c5b2a7f44" });
  const report: ModelReport = {};
  await frames.within(embedding, { embedding, report }, async () => {
    expect(await ask("first")).toBe("first");
    expect(listSpans()).toEqual([]);
    expect(report.answeredAt).toBeTypeOf("number");
    expect(await ask("second")).toBe("second");
  });
  embedding.end();

  const [inner, outer] = listSpans();
  expect(outer?.attributes[ATTR_MEMORY_ID]).toBe("5a0f7c1e-9a1b-4a4e-9f0e-3d1c5b2a7f44");
  expect(inner?.parentSpanContext?.spanId).toBe(outer?.spanContext().spanId);
  await shutdown();
});
