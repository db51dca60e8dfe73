/**
 * How long requests take while a day is dropped and spans arrive: two days of runs are cloned by SQL into Postgres, then a server that is
 * to keep one day is started on them, next to one measurement of the same length when the day is gone. Sender and server are processes
 * of their own; on two cores they share them with Postgres and with who measures. 4 GB of disk, 5 minutes.
 *
 * Run: npx tsx --conditions=source bench/retention.bench.ts [runs, 40000] [spans a second, 5000]
 */
import { cpus, loadavg, tmpdir } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { ensureBuilt } from "../scripts/build.mjs";
import { startAdapter, type Adapter } from "../test-support/start-adapter.ts";
import { startProcess } from "../test-support/start-process.ts";
import { startPostgres } from "../test-support/start-postgres.ts";
import { cloneRuns, toAgentId, toFillId, toRows } from "./support/clone-runs.ts";
import { toQuantile } from "./support/quantile.ts";

const [runs = 40_000, spansPerSecond = 5_000] = process.argv.slice(2).map(Number);
const STEPS = 12;
const ASK_EVERY_MS = 25;
const FAILED = /days that are not to be kept could not be dropped/;
const DROPPED = /^.*dropped the day (\S+),.*$/m;

const write = (line: string): void => void process.stdout.write(`${line}\n`);
const [cpu] = cpus();
const newest = runs - 1;
const ofAgent = `/api/agents/${toAgentId(newest % 100)}/runs`;
const PATHS = {
  "health, every 25 ms": "/healthz",
  "list of all agents": "/api/runs",
  "list of an agent": ofAgent,
  "waterfall of a run": `${ofAgent}/${toFillId("run", newest)}/spans`,
};

await ensureBuilt();
write(`${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} × ${cpu?.model.trim()}`);
const postgres = await startPostgres();
try {
  await cloneRuns(postgres, {
    runs,
    days: 2,
    steps: STEPS,
    onProgress: (filled) => write(`${filled} runs, ${filled * toRows(STEPS)} rows filled in`),
  });
  const args = ["--database-url", postgres.url, "--keep", "1d"];
  const server = await startAdapter(tmpdir(), { args, runsLong: true });
  const since = performance.now();
  const dropping = await measure(server, async () => {
    while (!DROPPED.test(server.output())) {
      if (FAILED.test(server.output())) throw new Error(`The day could not be dropped:\n${server.output()}`);
      await pause(ASK_EVERY_MS);
    }
  });
  const lengthMs = performance.now() - since;
  write(`${DROPPED.exec(server.output())?.[0]} (after ${(lengthMs / 1000).toFixed(1)} s)`);
  const after = await measure(server, () => pause(lengthMs));
  write(`load ${loadavg()[0]?.toFixed(1)}\n`);
  write("| ms | while a day is dropped: p50 | p99 | most | afterwards: p50 | p99 | most |");
  write("|---|---|---|---|---|---|---|");
  for (const [title, times] of dropping) {
    const numbers = [times, after.get(title) ?? []].flatMap((all) =>
      [0.5, 0.99, 1].map((share) => toQuantile(all, share)),
    );
    write(`| ${title} | ${numbers.map((ms) => ms.toFixed(0)).join(" | ")} |`);
  }
  await server.stop();
} finally {
  await postgres.close();
}

/** How long each request takes while spans arrive, until the work is done. */
async function measure(server: Adapter, work: () => Promise<void>): Promise<Map<string, number[]>> {
  const offer = ["bench/support/offer-spans.ts", server.url, String(spansPerSecond)];
  const sender = startProcess(process.execPath, ["--import", "tsx", "--conditions=source", ...offer], {
    cwd: process.cwd(),
    env: process.env,
  });
  const over = new AbortController();
  const asking = Object.entries(PATHS).map(async ([title, path]) => {
    const times: number[] = [];
    while (!over.signal.aborted) {
      const since = performance.now();
      const response = await fetch(`${server.url}${path}`);
      const body = await response.text();
      if (response.status !== 200)
        throw new Error(`Runline answered ${title} ${response.status}: ${body}\n${server.output()}`);
      times.push(performance.now() - since);
      await pause(ASK_EVERY_MS);
    }
    return [title, times] as const;
  });
  await work();
  over.abort();
  const measured = new Map<string, number[]>(await Promise.all(asking));
  sender.writeLine("over");
  const [, sent = "", answers = ""] = await sender.waitForLine(/^sent (.+); answered in (.+) ms$/m);
  await sender.waitForExit();
  write(`sent ${sent}`);
  measured.set("request of 500 spans", answers.split(", ").map(Number));
  return measured;
}
