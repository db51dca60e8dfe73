// An agent of its own process: one run that is done, one that is not, and an end as the argument says.
import { setTimeout as sleep } from "node:timers/promises";
import { startTelemetry } from "../../src/node/index.ts";

const { runTracer, flush } = startTelemetry();
runTracer.startRun({ agentName: "done" }).end();

const way = process.argv[2];
if (way !== "drain") {
  const run = runTracer.startRun({ agentName: "open" });
  runTracer.startAction({ name: "SLOW", parent: run });
  const keepAlive = setInterval(() => undefined, 1_000);
  if (way === "host") {
    process.once("SIGTERM", () => void leave());
  }
  process.stdout.write("ready\n");

  async function leave(): Promise<void> {
    await sleep(50);
    run.end();
    await flush();
    clearInterval(keepAlive);
    process.exit(7);
  }
}
