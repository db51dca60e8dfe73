// A third agent, whose process is killed in the middle of a run, as by a machine that runs out of memory: nobody says how the run ended.
// Runline hears of it no more, and after 45 s shows it as lost.
import { startTelemetry } from "@runline/instrumentation/node";
import { setTimeout as work } from "node:timers/promises";

const { runTracer } = startTelemetry({ agent: { agentName: "Night porter" }, serviceName: "front-desk" });

const call = { roomName: "Front desk", roomId: "front-desk", entityName: "Alan", source: "telephone" };
await runTracer.withRun({ ...call, input: "Please wake me at six." }, async () => {
  await runTracer.withAction({ name: "CHECK_CLOCK" }, () => work(400));
  await runTracer.withAction({ name: "SET_ALARM", arguments: { at: "06:00" } }, async () => {
    await work(2500); // what has happened so far is on its way
    process.kill(process.pid, "SIGKILL");
    await work(60_000);
  });
});
