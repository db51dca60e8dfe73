import type { TracerProvider } from "@opentelemetry/api";
import { createAsyncContextStorage } from "../node/async-context-storage.ts";
import { createTracerFactory } from "../node/create-tracer-factory.ts";
import { findHostProvider, unwrapProvider } from "../node/find-host-provider.ts";
import { startTelemetry } from "../node/start-telemetry.ts";
import type { Telemetry } from "../node/start-telemetry.ts";
import { parseCaptureContent } from "../node/telemetry-config.ts";
import type { TelemetryOptions } from "../node/telemetry-config.ts";
import { reportProblem } from "../safely.ts";

/** Options of `createRunlinePlugin`: those of `startTelemetry`, and the host's own provider instead of one of ours. */
export interface RunlinePluginOptions extends Omit<TelemetryOptions, "agent"> {
  /**
   * Whose tracer provider makes the spans. Default: the global one where the host has set up one that records by the time of
   * `init`, else one of our own, as for `"own"`. With the host's, spans go where the host sends them: set up delivery, sampling
   * and exit there. `endpoint` and the other options of delivery mean nothing then, trace ids are the host's, and runs show
   * only when they end.
   */
  tracerProvider?: TracerProvider | "own" | undefined;
  /**
   * Records each composed state with its context providers. That is where the time goes in a run without a slow model, and
   * four of five spans of a run: turn it off where spans are paid for. Default: `true`.
   */
  contextProviderSpans?: boolean | undefined;
}

/** What the plugin needs of telemetry, be it ours or the host's. */
export interface PluginTelemetry extends Pick<Telemetry, "contextStorage" | "createAgentTracer" | "flush" | "endOpen"> {
  captureContent: boolean;
  /** The host's OpenTelemetry was found in the process, not given. */
  isFound: boolean;
}

/** @param agentName name of the process unless something else names it */
export function openPluginTelemetry(options: RunlinePluginOptions, agentName: string | undefined): PluginTelemetry {
  const captureContent = parseCaptureContent(options, process.env);
  const { tracerProvider, ...others } = options;
  const given = tracerProvider === "own" ? undefined : tracerProvider;
  const host = given ?? (tracerProvider === "own" ? undefined : findHostProvider());
  if (host !== undefined) {
    return { ...useHostTelemetry(others, host, captureContent), captureContent, isFound: given === undefined };
  }
  // The plugin listens to signals itself, for as long as an agent runs.
  const telemetry = startTelemetry({ ...others, flushOnExit: false, agent: { agentName } });
  return { ...telemetry, captureContent, isFound: false };
}

function useHostTelemetry(
  options: Omit<RunlinePluginOptions, "tracerProvider">,
  tracerProvider: TracerProvider,
  captureContent: boolean,
): Pick<Telemetry, "contextStorage" | "createAgentTracer" | "flush" | "endOpen"> {
  const contextStorage = createAsyncContextStorage();
  let flushed = Promise.resolve();
  return {
    contextStorage,
    createAgentTracer: createTracerFactory(options, { tracerProvider, contextStorage, captureContent }),
    // One after the other: OpenTelemetry's batch processor says that it has delivered while an earlier flush still is at it,
    // and an agent that is stopped by a signal is flushed twice, the second time just before its process exits.
    flush() {
      flushed = flushed.then(() => flushProvider(tracerProvider));
      return flushed;
    },
    // The host's spans are the host's to end.
    endOpen: () => undefined,
  };
}

async function flushProvider(tracerProvider: TracerProvider): Promise<void> {
  try {
    const provider = unwrapProvider(tracerProvider);
    if ("forceFlush" in provider && typeof provider.forceFlush === "function") await provider.forceFlush();
  } catch (error) {
    reportProblem("the host's tracer provider could not deliver its spans.", error);
  }
}
