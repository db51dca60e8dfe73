/**
 * How long lists, charts, details and waterfalls take over HTTP from a large database, at rest and while spans arrive: 10 million
 * log rows of 200,000 runs of 100 agents by default, cloned by SQL from a run that Runline has taken in. The server and the sender
 * are processes of their own; on two cores they share them with Postgres and with who measures. 15 GB of disk, 15 minutes.
 *
 * Run: npx tsx --conditions=source bench/reads.bench.ts [runs, 200000] [days, 1] [spans a second, 5000] [steps a run, 12: 50 rows]
 */
import { cpus, loadavg, tmpdir } from "node:os";
import { ensureBuilt } from "../scripts/build.mjs";
import { startAdapter } from "../test-support/start-adapter.ts";
import { startProcess } from "../test-support/start-process.ts";
import { startPostgres } from "../test-support/start-postgres.ts";
import { cloneRuns, toRows } from "./support/clone-runs.ts";
import { toQuantile } from "./support/quantile.ts";
import { createReads, type Read } from "./support/reads.ts";

const [runs = 200_000, days = 1, spansPerSecond = 5_000, steps = 12] = process.argv.slice(2).map(Number);
const WARM_UPS = 10;
const REQUESTS = 200;
/** A read that takes long is asked for less often. */
const MAX_MS = 15_000;

const write = (line: string): void => void process.stdout.write(`${line}\n`);
const toLoad = () => `load ${loadavg()[0]?.toFixed(1)}`;
const [cpu] = cpus();

await ensureBuilt();
write(`${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} × ${cpu?.model.trim()}`);
const postgres = await startPostgres();
try {
  await cloneRuns(postgres, { runs, days, steps, onProgress: (filled) => write(`${filled} runs filled in`) });
  const server = await startAdapter(tmpdir(), { args: ["--database-url", postgres.url], runsLong: true });
  const reads = createReads({ runs, days });
  const atRest = await measureAll(server.url, reads);
  write(`measured at rest, ${toLoad()}`);
  const offer = ["bench/support/offer-spans.ts", server.url, String(spansPerSecond)];
  const sender = startProcess(process.execPath, ["--import", "tsx", "--conditions=source", ...offer], {
    cwd: process.cwd(),
    env: process.env,
  });
  const busy = await measureAll(server.url, reads);
  sender.writeLine("over");
  const [, sent = ""] = await sender.waitForLine(/^sent (.+); answered/m);
  write(`measured while it was ${sent}, ${toLoad()}\n`);
  const rows = (runs * toRows(steps)).toLocaleString("en");
  write(`| ${rows} log rows, ${runs.toLocaleString("en")} runs in ${days} d: ms | p50 | p99 | with spans p50 | p99 |`);
  write("|---|---|---|---|---|");
  for (const [index, { title }] of reads.entries()) {
    const numbers = [atRest, busy].flatMap((all) => [all[index]?.p50, all[index]?.p99]);
    write(`| ${title} | ${numbers.map((ms) => ms?.toFixed(1)).join(" | ")} |`);
  }
  await sender.waitForExit();
  await server.stop();
} finally {
  await postgres.close();
}

interface Times {
  p50: number;
  p99: number;
}

async function measureAll(url: string, reads: readonly Read[]): Promise<Times[]> {
  const measured: Times[] = [];
  for (const { toPath } of reads) {
    const times: number[] = [];
    const startedAt = performance.now();
    for (let index = -WARM_UPS; index < REQUESTS && performance.now() - startedAt < MAX_MS; index += 1) {
      const since = performance.now();
      const response = await fetch(`${url}${toPath()}`);
      const body = await response.text();
      if (response.status !== 200) throw new Error(`Runline answered ${response.status}: ${body}`);
      if (index >= 0) times.push(performance.now() - since);
    }
    measured.push({ p50: toQuantile(times, 0.5), p99: toQuantile(times, 0.99) });
  }
  return measured;
}
