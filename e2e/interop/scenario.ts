import { setTimeout as sleep } from "node:timers/promises";
import type { TestAgent } from "./agent.ts";
import type { Report } from "./report.ts";
import type { RunlineServer } from "./runline-server.ts";
import type { SecondBackend } from "./second-backend.ts";
import type { SpanSink } from "./span-sink.ts";
import {
  compareDelivery,
  describeDelivery,
  isExact,
  waitForDelivery,
  type SpanStore,
  type SpanCopy,
} from "./span-store.ts";
import { waitUntil } from "./wait.ts";

/** Everything that the checks need, started and ready. */
export interface Stage {
  report: Report;
  agent: TestAgent;
  runline: RunlineServer;
  second: SecondBackend;
  sink: SpanSink;
}

/** How long Runline is away. The Collector's pauses between tries have doubled up to their limit by then. */
const OUTAGE_MS = 30_000;
/** The Collector may wait its longest pause, 30 s with a random half on top, before it tries again. */
const CATCH_UP_TIMEOUT_MS = 90_000;
const DELIVERY_TIMEOUT_MS = 20_000;
/** Longer than every batch on the way (200 ms each), so that a second copy has had the time to come. */
const SETTLE_MS = 2000;

/** Runs in progress: their snapshots are for Runline alone, while their finished steps go everywhere. */
export async function checkSnapshots({ report, agent, runline, second }: Stage): Promise<void> {
  report.step("three runs of 8 s; looking at all backends while they are in progress");
  const runs = Array.from({ length: 3 }, () => agent.startRun({ steps: 4, stepMs: 2000 }));
  const traceIds = runs.map((run) => run.traceId);
  const spansIn = async (store: SpanStore): Promise<SpanCopy[]> =>
    (await Promise.all(traceIds.map((traceId) => store.spansOf(traceId)))).flat();

  const shown = await waitUntil(DELIVERY_TIMEOUT_MS, async () => {
    const open = (await spansIn(runline)).filter((span) => span.inProgress);
    return traceIds.every((traceId) => open.some((span) => span.traceId === traceId));
  });
  const open = (await spansIn(runline)).filter((span) => span.inProgress).length;
  report.check("Runline shows the runs while they are in progress", shown, `${open} spans in progress`);

  // A finished step proves that the way to the second backend is open, so that finding no snapshot there means something.
  const stepArrived = await waitUntil(DELIVERY_TIMEOUT_MS, async () =>
    (await spansIn(second)).some((span) => !span.inProgress),
  );
  const atSecond = await spansIn(second);
  const leaked = atSecond.filter((span) => span.inProgress).length;
  const isStillRunning = runs.every((run) => !run.hasEnded());
  report.check(
    `${second.name} has finished steps of these runs and no span in progress`,
    stepArrived && leaked === 0 && isStillRunning,
    `${atSecond.length - leaked} finished, ${leaked} in progress, runs ${isStillRunning ? "still going on" : "over"}`,
  );

  await Promise.all(runs.map((run) => run.ended));
  await agent.flush();
}

/** What the agent has ended so far is in every backend, once, in the trace that bears the run's id. */
export async function checkDelivery({ report, agent, runline, second, sink }: Stage): Promise<void> {
  report.step("waiting until every finished span is everywhere");
  const ended = [...agent.endedSpans()];
  const stores = [second, sink, runline];
  for (const store of stores) await waitForDelivery(store, ended, DELIVERY_TIMEOUT_MS);
  await sleep(SETTLE_MS);
  const { copies, snapshots } = sink.counts();
  report.check(
    "no snapshot went over the wire to the other backends",
    snapshots === 0 && copies > 0,
    `${snapshots} of ${copies} spans received by ${sink.name}`,
  );
  for (const store of stores) {
    const delivery = await compareDelivery(store, ended);
    report.check(`${store.name} has each finished span exactly once`, isExact(delivery), describeDelivery(delivery));
  }
  const misnamed = agent.runs().filter((run) => run.traceId !== run.runId.replaceAll("-", "")).length;
  report.check("the trace id is the run id without its dashes", misnamed === 0, `${agent.runs().length} runs`);
}

/** Runline is down while the agent goes on: nobody else notices, and afterwards nothing is missing. */
export async function checkOutage({ report, agent, runline, second, sink }: Stage): Promise<void> {
  report.step(`Runline is stopped for ${OUTAGE_MS / 1000} s; the agent goes on`);
  const before = agent.endedSpans().length;
  await runline.stop();
  const until = Date.now() + OUTAGE_MS;
  while (Date.now() < until) {
    const runs = Array.from({ length: 2 }, () => agent.startRun({ steps: 4, stepMs: 100 }));
    await Promise.all(runs.map((run) => run.ended));
  }
  await agent.flush();
  const meanwhile = agent.endedSpans().slice(before);

  const atSecond = await waitForDelivery(second, meanwhile, DELIVERY_TIMEOUT_MS);
  report.check(`${second.name} got its spans during the outage`, isExact(atSecond), describeDelivery(atSecond));
  report.check("the agent noticed nothing", agent.warnings() === 0, `${agent.warnings()} warnings of its exporter`);

  report.step("Runline is started again with the same data; the Collector sends what has waited");
  await runline.restart();
  const restartedAt = Date.now();
  const afterwards = await waitForDelivery(runline, meanwhile, CATCH_UP_TIMEOUT_MS);
  const seconds = ((Date.now() - restartedAt) / 1000).toFixed(1);
  report.check(
    "everything sent during the outage arrives at Runline",
    isExact(afterwards),
    `${describeDelivery(afterwards)}, ${seconds} s after its start`,
  );
  const atSink = await compareDelivery(sink, meanwhile);
  report.check(`${sink.name} got none of it twice`, isExact(atSink), describeDelivery(atSink));
}
