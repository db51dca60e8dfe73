import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { cleanEnvironment } from "../../test-support/start-adapter.ts";
import type { Process } from "../../test-support/start-process.ts";
import { startUntilEnd, type CleanUp } from "./clean-up.ts";
import { findFreeAddresses } from "./wait.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The configs of the Collectors: what the compose file mounts, and the two around a queue. The test runs the very same files. */
export const CONFIG = "otel-collector.yaml";
export const QUEUE_CONFIGS = { in: "otel-collector-to-kafka.yaml", out: "otel-collector-from-kafka.yaml" } as const;

/** Where the Collector sends to, and where it keeps what waits. */
export interface CollectorTargets {
  runlineUrl: string;
  runlineToken: string;
  jaegerUrl: string;
  tempoUrl: string;
  queueDir: string;
}

/** Asks the Collector itself whether a config is valid, with its defaults. */
export function validateConfig(binary: string, config: string): Promise<{ valid: boolean; output: string }> {
  return ask(binary, ["validate", "--config", config]);
}

/** Whether the Collector can read and write Kafka: the smallest one that is enough for the compose file's config cannot. */
export async function hasKafka(binary: string): Promise<boolean> {
  const { output } = await ask(binary, ["components"]);
  return /kafkaexporter/.test(output) && /kafkareceiver/.test(output);
}

function ask(binary: string, args: readonly string[]): Promise<{ valid: boolean; output: string }> {
  const options = { cwd: root, env: cleanEnvironment() };
  return new Promise((resolve) => {
    execFile(binary, args, options, (error, stdout, stderr) => {
      resolve({ valid: error === null, output: `${stdout}${stderr}`.trim() || (error?.message ?? "no complaint") });
    });
  });
}

/** Starts the Collector on free ports of loopback and returns the OTLP/HTTP address for the agent. */
export async function startCollector(cleanUp: CleanUp, binary: string, targets: CollectorTargets): Promise<string> {
  const [grpc = "", http = "", health = "", metrics = ""] = await findFreeAddresses(4);
  const [metricsHost = "", metricsPort = ""] = metrics.split(":");
  await startWithConfig(cleanUp, binary, ["--config", CONFIG], {
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
  });
  return `http://${http}`;
}

/** Starts the Collector that writes what agents send to a topic, and returns its OTLP/HTTP address. */
export async function startCollectorToKafka(cleanUp: CleanUp, binary: string, queue: Queue): Promise<string> {
  const [grpc = "", http = ""] = await findFreeAddresses(2);
  await startWithConfig(cleanUp, binary, ["--config", QUEUE_CONFIGS.in, NO_METRICS], {
    ...toEnvironment(queue),
    OTELCOL_GRPC_ADDRESS: grpc,
    OTELCOL_HTTP_ADDRESS: http,
  });
  return `http://${http}`;
}

/** Starts the Collector that sends what is in the topic to Runline. */
export function startCollectorFromKafka(
  cleanUp: CleanUp,
  binary: string,
  queue: Queue,
  runline: Pick<CollectorTargets, "runlineUrl" | "runlineToken">,
): Promise<Process> {
  return startWithConfig(cleanUp, binary, ["--config", QUEUE_CONFIGS.out, NO_METRICS], {
    ...toEnvironment(queue),
    RUNLINE_OTLP_URL: runline.runlineUrl,
    RUNLINE_TOKEN: runline.runlineToken,
  });
}

/** A broker of Kafka, `127.0.0.1:9092`, and the topic between the two Collectors, whose name that of log records and their group of readers have as well. */
export interface Queue {
  address: string;
  topic: string;
}

/** The port of its own metrics is one, and there are two on this machine. */
const NO_METRICS = "--set=service.telemetry.metrics.level=none";

function toEnvironment({ address, topic }: Queue): Record<string, string> {
  return { KAFKA_ADDRESS: address, KAFKA_TOPIC: topic, KAFKA_LOG_TOPIC: `${topic}_logs`, KAFKA_GROUP: topic };
}

async function startWithConfig(
  cleanUp: CleanUp,
  binary: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<Process> {
  const options = { cwd: root, env: { ...cleanEnvironment(), ...env } };
  const collector = startUntilEnd(cleanUp, binary, args, options);
  await collector.waitForLine(/Everything is ready/);
  return collector;
}
