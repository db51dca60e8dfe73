import {
  AlwaysOnSampler,
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-node";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-node";
import { createRunTracer } from "../../src/index.ts";
import type { RunTracer, RunTracerOptions } from "../../src/index.ts";
import { createAsyncContextStorage } from "../../src/node/index.ts";
import { createRunIdGenerator } from "../../src/node/run-id-generator.ts";

export const AGENT_ID = "7a1d1e0c-2a55-4d0c-9a43-0c5a7c9a1f01";
export const RUN_ID = "0a4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10";

/** A run tracer on a provider whose finished spans can be read. */
export interface RecordedTelemetry {
  tracer: RunTracer;
  provider: NodeTracerProvider;
  /** The finished span of that name. */
  getSpan: (name: string) => ReadableSpan;
  listSpans: () => ReadableSpan[];
  shutdown: () => Promise<void>;
}

export function recordTelemetry(options: RunTracerOptions = {}): RecordedTelemetry {
  const exporter = new InMemorySpanExporter();
  const ids = createRunIdGenerator();
  const provider = new NodeTracerProvider({
    sampler: new AlwaysOnSampler(),
    idGenerator: ids,
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  });
  return {
    tracer: createRunTracer({
      agentId: AGENT_ID,
      agentName: "Guide",
      tracerProvider: provider,
      contextStorage: createAsyncContextStorage(),
      spanIds: ids,
      ...options,
    }),
    provider,
    getSpan(name) {
      const found = exporter.getFinishedSpans().find((span) => span.name === name);
      if (found === undefined) {
        throw new Error(
          `No span "${name}" among ${exporter
            .getFinishedSpans()
            .map((span) => span.name)
            .join(", ")}`,
        );
      }
      return found;
    },
    listSpans: () => exporter.getFinishedSpans(),
    shutdown: () => provider.shutdown(),
  };
}
