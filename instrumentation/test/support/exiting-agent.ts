// An agent of its own process: one run that is done, one that is not, and an end as the argument says.
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { raiseAgain } from "./raise-again.ts";
import { startTelemetry } from "../../src/node/index.ts";

const way = process.argv[2];
// Before the telemetry, and only once: the place where a listener is easiest to overlook.
const asked = way === "host" ? once(process, "SIGTERM") : undefined;

const { runTracer, flush } = startTelemetry();
runTracer.startRun({ agentName: "done" }).end();

if (way === "signal-exit 3" || way === "signal-exit 4") raiseAgain(way);
if (way === "logger") process.on("SIGTERM", () => process.stdout.write("SIGTERM\n"));

if (way !== "drain") {
  const run = runTracer.startRun({ agentName: "open" });
  runTracer.startAction({ name: "SLOW", parent: run });
  setInterval(() => undefined, 1_000);
  process.stdout.write("ready\n");
  if (asked) {
    await asked;
    await sleep(50);
    run.end();
    await flush();
    process.exit(7);
  }
}
