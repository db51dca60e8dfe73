import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { cleanEnvironment } from "../../test-support/start-adapter.ts";
import { startUntilEnd, type CleanUp } from "./clean-up.ts";
import { findFreeAddresses } from "./wait.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The file that the compose file mounts: the test runs the very same one. */
const CONFIG_ARGS = ["--config", "otel-collector.yaml"];

/** Where the Collector sends to, and where it keeps what waits. */
export interface CollectorTargets {
  runlineUrl: string;
  runlineToken: string;
  jaegerUrl: string;
  tempoUrl: string;
  queueDir: string;
}

/** Asks the Collector itself whether the config is valid, with the defaults that the compose file runs on. */
export function validateConfig(binary: string): Promise<{ valid: boolean; output: string }> {
  const options = { cwd: root, env: cleanEnvironment() };
  return new Promise((resolve) => {
    execFile(binary, ["validate", ...CONFIG_ARGS], options, (error, stdout, stderr) => {
      resolve({ valid: error === null, output: `${stdout}${stderr}`.trim() || (error?.message ?? "no complaint") });
    });
  });
}

/** Starts the Collector on free ports of loopback and returns the OTLP/HTTP address for the agent. */
export async function startCollector(cleanUp: CleanUp, binary: string, targets: CollectorTargets): Promise<string> {
  const [grpc = "", http = "", health = "", metrics = ""] = await findFreeAddresses(4);
  const [metricsHost = "", metricsPort = ""] = metrics.split(":");
  const collector = startUntilEnd(cleanUp, binary, CONFIG_ARGS, {
    cwd: root,
    env: {
      ...cleanEnvironment(),
      OTELCOL_GRPC_ADDRESS: grpc,
      OTELCOL_HTTP_ADDRESS: http,
      OTELCOL_HEALTH_ADDRESS: health,
      OTELCOL_METRICS_HOST: metricsHost,
      OTELCOL_METRICS_PORT: metricsPort,
      OTELCOL_QUEUE_DIR: targets.queueDir,
      RUNLINE_OTLP_URL: targets.runlineUrl,
      RUNLINE_TOKEN: targets.runlineToken,
      JAEGER_OTLP_URL: targets.jaegerUrl,
      TEMPO_OTLP_URL: targets.tempoUrl,
    },
  });
  await collector.waitForLine(/Everything is ready/);
  return `http://${http}`;
}
