import { randomUUID } from "node:crypto";
import { accessSync, constants } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { startAgent } from "./agent.ts";
import { createCleanUp, type CleanUp } from "./clean-up.ts";
import { CONFIG, startCollector, validateConfig } from "./collector.ts";
import { checkLogRecord, sendLogRecord } from "./log-record.ts";
import { checkQueue } from "./queue.ts";
import { createReport, write, type Report } from "./report.ts";
import { startRunline } from "./runline-server.ts";
import { checkDelivery, checkOutage, checkSnapshots } from "./scenario.ts";
import { startJaeger, startStandIn } from "./second-backend.ts";
import { startSpanSink } from "./span-sink.ts";

/**
 * `npm run test:interop`: an agent, a real Collector with otel-collector.yaml, Runline and a second backend, all on
 * loopback. About a minute. Exit code 0 = all checks passed, 1 = one failed, 2 = something to run it with is missing, 130 = interrupted.
 */
async function main(): Promise<number> {
  // Absolute, because the programs are started in folders of their own. An empty variable means none.
  const [collectorBinary, jaegerBinary] = [process.env["OTELCOL_BIN"], process.env["JAEGER_BIN"]].map((path) =>
    path ? resolve(path) : undefined,
  );
  const missing = findMissing(collectorBinary, jaegerBinary);
  if (collectorBinary === undefined || missing !== undefined) {
    write(missing ?? "");
    return 2;
  }

  const report = createReport();
  const cleanUp = createCleanUp();
  let isInterrupted = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      isInterrupted = true;
      write(`${signal}: stopping what was started`);
      void cleanUp.run().finally(() => process.exit(130));
    });
  }
  try {
    await runChecks(report, cleanUp, collectorBinary, jaegerBinary);
  } catch (error) {
    // What fails while everything is being stopped says nothing.
    if (!isInterrupted)
      report.check("the test ran to its end", false, error instanceof Error ? error.message : String(error));
  } finally {
    await cleanUp.run();
  }
  return isInterrupted ? 130 : report.finish();
}

async function runChecks(
  report: Report,
  cleanUp: CleanUp,
  collectorBinary: string,
  jaegerBinary?: string,
): Promise<void> {
  const config = await validateConfig(collectorBinary, CONFIG);
  report.check(`the Collector finds ${CONFIG} valid`, config.valid, config.output);
  if (!config.valid) return;

  const dir = await mkdtemp(join(tmpdir(), "runline-interop-"));
  cleanUp.defer(() => rm(dir, { recursive: true, force: true }));

  report.step(
    jaegerBinary ? `starting Jaeger: ${jaegerBinary}` : "no JAEGER_BIN: a second Runline stands in for Jaeger",
  );
  const second = await (jaegerBinary ? startJaeger(cleanUp, jaegerBinary, dir) : startStandIn(cleanUp, dir));
  const sink = await startSpanSink();
  cleanUp.defer(() => sink.close());

  report.step("starting Runline and the Collector");
  const token = randomUUID();
  const runline = await startRunline(cleanUp, { name: "Runline", dataDir: join(dir, "first"), token });
  const withoutToken = await fetch(`${runline.url}/v1/traces`, { method: "POST", body: "" });
  report.check("Runline refuses spans without its token", withoutToken.status === 401, `HTTP ${withoutToken.status}`);

  const collectorUrl = await startCollector(cleanUp, collectorBinary, {
    runlineUrl: runline.url,
    runlineToken: token,
    jaegerUrl: second.otlpUrl,
    tempoUrl: sink.otlpUrl,
    queueDir: join(dir, "queue"),
  });
  const agent = startAgent(collectorUrl);
  cleanUp.defer(() => agent.shutdown());

  const stage = { report, agent, runline, second, sink };
  await checkSnapshots(stage);
  await checkDelivery(stage);
  report.step("sending a log record of a span");
  await checkLogRecord(report, runline, await sendLogRecord(agent, collectorUrl));
  await checkOutage(stage);
  await checkQueue({ report, cleanUp, collectorBinary, kafkaAddress: process.env["KAFKA_ADDRESS"] || undefined, dir });
}

/** Says what is missing and where to get it. */
function findMissing(collectorBinary: string | undefined, jaegerBinary: string | undefined): string | undefined {
  if (!collectorBinary || !isExecutable(collectorBinary)) {
    return [
      collectorBinary
        ? `OTELCOL_BIN is ${collectorBinary}, which is not a program that can be run.`
        : "This test needs OTELCOL_BIN: the path of an OpenTelemetry Collector 0.161.0.",
      "Either take the contrib distribution (otelcol-contrib) from",
      "  https://github.com/open-telemetry/opentelemetry-collector-releases/releases/tag/v0.161.0",
      "or build a smaller one, with Go 1.26 or newer:",
      "  go install go.opentelemetry.io/collector/cmd/builder@v0.161.0",
      '  GOFLAGS=-mod=mod "$(go env GOPATH)/bin/builder" --config e2e/interop/collector-builder.yaml',
      "and then",
      "  OTELCOL_BIN=./dist/otelcol-runline npm run test:interop",
      "JAEGER_BIN, the path of a Jaeger 2 binary, is optional: without it a second Runline stands in for Jaeger.",
      "KAFKA_ADDRESS, such as 127.0.0.1:9092, is optional: with it spans go through a queue as well. It must make topics by itself.",
    ].join("\n");
  }
  if (jaegerBinary && !isExecutable(jaegerBinary)) {
    return `JAEGER_BIN is ${jaegerBinary}, which is not a program that can be run.`;
  }
  return undefined;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

process.exitCode = await main();
