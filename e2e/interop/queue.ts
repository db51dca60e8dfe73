import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { startAgent, type TestAgent } from "./agent.ts";
import type { CleanUp } from "./clean-up.ts";
import {
  hasKafka,
  QUEUE_CONFIGS,
  startCollectorFromKafka,
  startCollectorToKafka,
  validateConfig,
  type Queue,
} from "./collector.ts";
import { checkLogRecord, sendLogRecord } from "./log-record.ts";
import type { Report } from "./report.ts";
import { startRunline } from "./runline-server.ts";
import { describeDelivery, isExact, waitForDelivery } from "./span-store.ts";

/** What the way through a queue needs. Without `kafkaAddress` its configs are only validated. */
export interface QueueStage {
  report: Report;
  cleanUp: CleanUp;
  collectorBinary: string;
  kafkaAddress: string | undefined;
  dir: string;
}

/** Kafka finds out within 10 s that a reader is gone, and what is behind a Runline that was away is tried again within 45 s. */
const DELIVERY_TIMEOUT_MS = 120_000;

/** The two Collectors of docs/scaling.md: Runline and the one that sends to it are killed, and nothing is missing or there twice. */
export async function checkQueue(stage: QueueStage): Promise<void> {
  const { report, cleanUp, collectorBinary, kafkaAddress } = stage;
  if (!(await hasKafka(collectorBinary))) {
    report.step("this Collector has no Kafka: the configs of the queue are left out");
    return;
  }
  for (const config of Object.values(QUEUE_CONFIGS)) {
    const { valid, output } = await validateConfig(collectorBinary, config);
    report.check(`the Collector finds ${config} valid`, valid, output);
  }
  if (kafkaAddress === undefined) {
    report.step("no KAFKA_ADDRESS: nothing is sent through a queue");
    return;
  }

  report.step(`two Collectors around the Kafka of ${kafkaAddress}`);
  const queue: Queue = { address: kafkaAddress, topic: `runline_interop_${randomUUID()}` };
  const token = randomUUID();
  const runline = await startRunline(cleanUp, {
    name: "Runline behind a queue",
    dataDir: join(stage.dir, "queue"),
    token,
  });
  const target = { runlineUrl: runline.url, runlineToken: token };
  const collectorUrl = await startCollectorToKafka(cleanUp, collectorBinary, queue);
  const agent = startAgent(collectorUrl);
  cleanUp.defer(() => agent.shutdown());
  // The topics are made by the first of each.
  await performRuns(agent);
  const named = await sendLogRecord(agent, collectorUrl);
  const reader = await startCollectorFromKafka(cleanUp, collectorBinary, queue, target);

  report.step("Runline is killed while spans come, and started again; then the Collector that reads");
  const performing = performRuns(agent);
  await runline.kill9();
  await performing;
  await runline.restart();
  const performingAgain = performRuns(agent);
  await reader.stop("SIGKILL");
  await performingAgain;
  await startCollectorFromKafka(cleanUp, collectorBinary, queue, target);

  const delivery = await waitForDelivery(runline, agent.endedSpans(), DELIVERY_TIMEOUT_MS);
  report.check("Runline has each span from the queue exactly once", isExact(delivery), describeDelivery(delivery));
  await checkLogRecord(report, runline, named);
}

async function performRuns(agent: TestAgent): Promise<void> {
  const runs = Array.from({ length: 20 }, () => agent.startRun({ steps: 4, stepMs: 200 }));
  await Promise.all(runs.map((run) => run.ended));
  await agent.flush();
}
