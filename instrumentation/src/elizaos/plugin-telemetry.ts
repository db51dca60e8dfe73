import { diag } from "@opentelemetry/api";
import { createAsyncContextStorage } from "../node/async-context-storage.ts";
import { createTracerFactory } from "../node/create-tracer-factory.ts";
import { startTelemetry } from "../node/start-telemetry.ts";
import type { Telemetry } from "../node/start-telemetry.ts";
import { parseTelemetryConfig } from "../node/telemetry-config.ts";
import type { RunlinePluginOptions } from "./create-runline-plugin.ts";

/** What the plugin needs of telemetry, be it ours or the host's. */
export interface PluginTelemetry extends Pick<Telemetry, "contextStorage" | "createAgentTracer" | "flush" | "endOpen"> {
  captureContent: boolean;
}

/** @param agentName name of the process unless something else names it */
export function openPluginTelemetry(options: RunlinePluginOptions, agentName: string | undefined): PluginTelemetry {
  const { captureContent } = parseTelemetryConfig(options, process.env);
  const { tracerProvider } = options;
  if (tracerProvider === undefined) {
    // The plugin listens to signals itself, for as long as an agent runs.
    const telemetry = startTelemetry({ ...options, flushOnExit: false, agent: { agentName } });
    return { ...telemetry, captureContent };
  }
  const contextStorage = createAsyncContextStorage();
  return {
    captureContent,
    contextStorage,
    createAgentTracer: createTracerFactory(options, { tracerProvider, contextStorage, captureContent }),
    async flush() {
      if (!("forceFlush" in tracerProvider) || typeof tracerProvider.forceFlush !== "function") return;
      try {
        await tracerProvider.forceFlush();
      } catch (error) {
        diag.warn("Runline: the host's tracer provider could not deliver its spans.", error);
      }
    },
    // The host's spans are the host's to end.
    endOpen: () => undefined,
  };
}
