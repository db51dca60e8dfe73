import { startElizaProcess } from "../../support/start-eliza-process.ts";
import type { Surroundings } from "./start-surroundings.ts";

/** How the host has OpenTelemetry and how it adds the plugin. */
export interface HostOptions {
  /** Where the exporters of the process send to. */
  otlpUrl: string;
  /** What is loaded with `node --import`: the host's NodeSDK, instrumentations without one, or nothing. */
  preload?: "node-sdk" | "instrumentations";
  /** `runlinePlugin`, or one with `tracerProvider: trace.getTracerProvider()`, `tracerProvider: "own"` or `registerGlobals`. */
  plugin: "found" | "given" | "own" | "globals";
  /** Beta is there to be asked by Alpha. Default: Alpha alone, which starts 2 s sooner. */
  agents?: "Alpha" | "Alpha,Beta";
}

/** Something to say, and the actions that the agent then decides on. */
interface Line {
  text: string;
  plan?: string;
}

/** A host that listens. */
export interface Host {
  /** Says it to Alpha over HTTP and waits until the run is over. */
  say(room: string, line: Line, headers?: Record<string, string>): Promise<void>;
  /** Leaves it to the host's worker, which says it in a CONSUMER span or with `metadata.traceparent`; waits for the run. */
  queue(as: "consumer" | "metadata", room: string, line: Line, headers?: Record<string, string>): Promise<void>;
}

/**
 * Starts the host, a process of its own with an HTTP server in front of its agents, calls `talk`, and stops agents and
 * telemetry, which sends what is left.
 */
export async function withHost(
  { service, databaseUrl }: Surroundings,
  options: HostOptions,
  talk: (host: Host) => Promise<void>,
): Promise<void> {
  const { otlpUrl, preload, plugin, agents = "Alpha" } = options;
  const child = await startElizaProcess({
    program: [new URL("../host-process.mjs", import.meta.url)],
    engine: "pglite", // an agent on Postgres has spans of its own when the host instruments `pg`
    preload: preload === undefined ? [] : [`./e2e/host/${preload}.mjs`],
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: otlpUrl,
      OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: "true",
      HOST_PRELOAD: preload ?? "",
      HOST_PLUGIN: plugin,
      HOST_AGENTS: agents,
      HOST_DATABASE_URL: databaseUrl,
      HOST_SERVICE_URL: service.url,
    },
  });
  let port = "";

  async function post(path: string, body: object, headers: Record<string, string> = {}): Promise<void> {
    const url = `http://127.0.0.1:${port}${path}`;
    const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`The host answered ${response.status} to ${path}:\n${child.output()}`);
  }

  try {
    [, port = ""] = await child.waitForLine(/^The inn is open: (\d+)$/m, 120_000);
    await talk({
      say: (room, line, headers) => post("/say", { name: "Alpha", room, line }, headers),
      queue: (as, room, line, headers) => post("/queue", { as, name: "Alpha", room, line }, headers),
    });
    await post("/stop", {});
    await child.waitForExit();
  } finally {
    await child.stop("SIGKILL"); // nothing to do, unless something has failed
  }
}
