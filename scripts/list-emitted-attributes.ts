import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-node";
import { createRunTracer } from "@runline/instrumentation";
import { createAsyncContextStorage } from "@runline/instrumentation/node";

const ID = "0a4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10";
const TOKENS = { inputTokens: 10, cachedInputTokens: 5, outputTokens: 1 };

/**
 * Records one step of each kind with everything it can carry, and lists the attributes of spans and their events that came out.
 *
 * @returns attribute → the `gen_ai.operation.name` of the spans that have it
 */
export function listEmittedAttributes(): Map<string, string[]> {
  const exporter = new InMemorySpanExporter();
  recordEveryStep(new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
  const emitted = new Map<string, string[]>();
  for (const { attributes, events } of exporter.getFinishedSpans()) {
    const operation = String(attributes["gen_ai.operation.name"]);
    for (const name of [attributes, ...events.map((event) => event.attributes ?? {})].flatMap(Object.keys)) {
      const operations = emitted.get(name) ?? [];
      if (!operations.includes(operation)) emitted.set(name, [...operations, operation]);
    }
  }
  return emitted;
}

function recordEveryStep(tracerProvider: NodeTracerProvider): void {
  const tracer = createRunTracer({
    agentId: ID,
    agentName: "Guide",
    captureContent: true,
    prices: { m: { inputPerMillion: 1, outputPerMillion: 1 } },
    tracerProvider,
    contextStorage: createAsyncContextStorage(),
  });
  const ids = { runId: ID, roomId: ID, entityId: ID, messageId: ID };
  const error = new Error("lost");
  const step = { model: "m", modelType: "TEXT_LARGE", provider: "p" };
  const makeCall = (): void => {
    const call = tracer.startModelCall({ ...step, stream: true, attempt: 2, input: "?" });
    call.markFirstChunk();
    call.fail(error, { ...TOKENS, responseModel: "m", output: "!" });
    tracer.startEmbedding({ ...step, memoryId: ID }).fail(error, { ...TOKENS, responseModel: "m" });
    tracer.withComposedState({}, (state) => {
      tracer.startContextProvider({ name: "TIME" }).fail(error);
      state.fail(error);
    });
  };
  makeCall(); // outside any run
  tracer.startRun({ resume: tracer.startRun().pause({ waitsFor: "approval" }) }).end();
  tracer.withRun({ ...ids, roomName: "#harbour", entityName: "Ada", source: "discord", input: "?" }, (run) => {
    tracer.startEvaluator({ name: "REFLECTION" }).fail(error);
    tracer.withPlan({ size: 1 }, (plan) => {
      tracer.withAction({ name: "SEARCH", planStep: "1/1", arguments: {} }, (action) => {
        makeCall();
        action.fail(error, { success: false, result: {} });
      });
      plan.fail(error);
    });
    run.fail(error, { output: "!" });
  });
}
