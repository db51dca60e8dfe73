import { randomUUID } from "node:crypto";
import type { TracerProvider } from "@opentelemetry/api";
import { ATTR_SERVICE_NAME } from "@runline/contract";
import { globalContextStorage } from "../context-storage.ts";
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BasicTracerProvider,
  CompressionAlgorithm,
  OTLPTraceExporter,
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from "../opentelemetry-sdk.ts";
import type { Resource, SpanExporter } from "../opentelemetry-sdk.ts";
import type { RunTracer } from "../run-tracer.ts";
import { createAsyncContextStorage } from "./async-context-storage.ts";
import type { AsyncContextStorage } from "./async-context-storage.ts";
import { endOpenSpans } from "./end-open-spans.ts";
import { createExportHealth } from "./export-health.ts";
import { markOwnProvider } from "./find-host-provider.ts";
import { flushOnExit } from "./flush-on-exit.ts";
import { createFinishedSpanProcessor } from "./finished-span-processor.ts";
import { createPendingSpanProcessor } from "./pending-span-processor.ts";
import { registerGlobals } from "./register-globals.ts";
import { createTracerFactory } from "./create-tracer-factory.ts";
import { createRunIdGenerator } from "./run-id-generator.ts";
import { parseCaptureContent, parseTelemetryConfig } from "./telemetry-config.ts";
import type { AgentOptions, TelemetryConfig, TelemetryOptions } from "./telemetry-config.ts";

/**
 * Longest a request may take, in ms, unless the environment says otherwise. Not OpenTelemetry's 10 s: within this time the
 * exporter tries again by itself, on timers that hold up the exit of the process. What is not delivered then is kept and
 * sent later.
 */
const REQUEST_TIMEOUT_MS = 3_000;

/** For when nothing is recorded: the spans that nobody sees do not become parents of the host's. */
const TRANSPARENT: AsyncContextStorage = {
  active: () => globalContextStorage.active(),
  with: (_context, fn) => fn(),
  release() {},
};

/** Telemetry of this process. */
export interface Telemetry {
  readonly tracerProvider: TracerProvider;
  /** Tracer of the agent in the options. */
  readonly runTracer: RunTracer;
  /** Carries the active step along. */
  readonly contextStorage: AsyncContextStorage;
  /** Tracer of a further agent in this process. */
  createAgentTracer: (agent: AgentOptions) => RunTracer;
  /** Delivers what has ended. Resolves also when nothing can be delivered. */
  flush: () => Promise<void>;
  /**
   * Ends every open step as an error of type `process_exit`, for a host that is about to exit by itself; with `agentId`
   * only those of that agent, as `agent_stop`.
   */
  endOpen: (reason: string, agentId?: string) => void;
  /** Delivers what has ended and stops. Spans that are open stay so: Runline calls them lost after three heartbeats. */
  shutdown: () => Promise<void>;
}

/**
 * Sets up OpenTelemetry for runs, apart from any other OpenTelemetry in the process: a tracer provider, an OTLP/HTTP
 * exporter (JSON, gzip) and snapshots of what is going on. Records every run, whatever `OTEL_TRACES_SAMPLER` says. A receiver
 * that is down is reported once and costs bounded memory: finished spans wait for it in at most 64 MiB.
 *
 * @throws TelemetryConfigError when the endpoint is not an http or https address
 * @example
 * const { runTracer, shutdown } = startTelemetry({ agent: { agentName: "Weather Guide" } });
 * await runTracer.withRun({ roomId, messageId }, () => handle(message));
 * await shutdown();
 */
export function startTelemetry(options: TelemetryOptions = {}): Telemetry {
  const config = parseTelemetryConfig(options, process.env);
  const health = createExportHealth(config.url);
  const finished = createFinishedSpanProcessor({ exporter: createExporter(config, options), health, ...config.batch });
  const pending = createPendingSpanProcessor({
    exporter: options.pendingSpans === false ? undefined : createExporter(config, options),
  });
  const ids = createRunIdGenerator();
  const tracerProvider = new BasicTracerProvider({
    resource: createResource(options),
    idGenerator: ids,
    // Not the environment's sampler: choosing which runs to keep is the Collector's job, on the way to other backends.
    sampler: config.isDisabled ? new AlwaysOffSampler() : new AlwaysOnSampler(),
    spanProcessors: [pending, finished],
  });
  markOwnProvider(tracerProvider);
  const contextStorage = config.isDisabled ? TRANSPARENT : createAsyncContextStorage();

  const createAgentTracer = createTracerFactory(options, {
    captureContent: parseCaptureContent(options, process.env),
    tracerProvider,
    contextStorage,
    spanIds: ids,
  });
  const flush = (): Promise<void> => ignoreFailure(tracerProvider.forceFlush());
  const endOpen: Telemetry["endOpen"] = (reason, agentId) => endOpenSpans(pending.listOpen(), reason, agentId);
  const releaseGlobals = options.registerGlobals === true ? registerGlobals(tracerProvider) : undefined;
  const stopListening = options.flushOnExit === false ? undefined : flushOnExit({ flush, endOpen });

  return {
    tracerProvider,
    runTracer: createAgentTracer(options.agent ?? {}),
    contextStorage,
    createAgentTracer,
    flush,
    endOpen,
    async shutdown() {
      stopListening?.();
      releaseGlobals?.();
      contextStorage.release();
      await ignoreFailure(tracerProvider.shutdown());
    },
  };
}

/** Describes this process: the option first, then `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES`, then the agent's name. */
function createResource({ serviceName, agent }: TelemetryOptions): Resource {
  const fallback = resourceFromAttributes({
    "service.instance.id": randomUUID(),
    ...(agent?.agentName !== undefined && { [ATTR_SERVICE_NAME]: agent.agentName }),
  });
  const chosen = resourceFromAttributes(serviceName === undefined ? {} : { [ATTR_SERVICE_NAME]: serviceName });
  return defaultResource()
    .merge(fallback)
    .merge(detectResources({ detectors: [envDetector] }))
    .merge(chosen);
}

function createExporter(config: TelemetryConfig, options: TelemetryOptions): SpanExporter {
  return new OTLPTraceExporter({
    url: config.url,
    ...(options.headers && { headers: options.headers }),
    ...(config.useGzip && { compression: CompressionAlgorithm.GZIP }),
    ...(config.useDefaultTimeout && { timeoutMillis: REQUEST_TIMEOUT_MS }),
  });
}

/** Export failures have been reported by then; they must not become the host's. */
async function ignoreFailure(work: Promise<void>): Promise<void> {
  await work.catch(() => undefined);
}
