/**
 * How long sums over a range of time take, over HTTP from a server of its own: the charts (60 bars), the steps by name, and the slowest
 * model calls. There are 200,000 runs of 12 steps and 100 agents, of which one has half of the runs: spread over 400 days, then all in
 * one day. Then the same without rollups, which is how the runs of the last minutes are read. Runs are written by SQL; spans that
 * arrive meanwhile are sent as agents do. On a busy machine only the CPU of server and database means something: run on Linux.
 *
 * Run: npx tsx --conditions=source bench/stats.bench.ts [--pglite] [--spans-per-second 5000] [--runs 200000] [--days 1] [--rounds 60]
 */
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openDatabase } from "../collector-adapter/src/database/open-database.ts";
import { makeAllRollups } from "../collector-adapter/test/support/make-all-rollups.ts";
import { startAdapter } from "../test-support/start-adapter.ts";
import { startPostgres } from "../test-support/start-postgres.ts";
import { fillRuns } from "./support/fill-runs.ts";
import { toQuantile } from "./support/quantile.ts";
import { readCpuUs } from "./support/read-cpu.ts";
import { startSpans } from "./support/start-spans.ts";

const DAY_MS = 86_400_000;

const { values: options } = parseArgs({
  options: {
    pglite: { type: "boolean", default: false },
    "spans-per-second": { type: "string", default: "0" },
    runs: { type: "string", default: "200000" },
    days: { type: "string", multiple: true, default: ["400", "1"] },
    rounds: { type: "string", default: "60" },
  },
});
const runs = Number(options.runs);
const rounds = Number(options.rounds);
const spansPerSecond = Number(options["spans-per-second"]);
const agents = Array.from({ length: 100 }, () => randomUUID());
const write = (line: string): void => void process.stdout.write(`${line}\n`);

write(
  `Node ${process.version}, ${runs.toLocaleString("en-US")} runs, ${spansPerSecond} spans a second, ${options.pglite ? "PGlite" : "Postgres"}`,
);
for (const days of options.days) await measure(Number(days));

async function measure(days: number): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), "runline-bench-"));
  const postgres = options.pglite ? undefined : await startPostgres();
  const storage = { dataDir, databaseUrl: postgres?.url };
  const to = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000;
  const database = await openDatabase(storage);
  await fillRuns(database, { agents, runs, from: to - days * DAY_MS, to });
  write(
    `\nover ${days} days; load ${loadavg()[0]?.toFixed(1)}; ms, p50 and p99 of ${rounds}, and CPU of server and database for one`,
  );
  for (const hasRollups of [true, false]) {
    const since = performance.now();
    if (hasRollups) {
      const made = await makeAllRollups(database);
      write(`${made} rollups, made in ${((performance.now() - since) / 1000).toFixed(1)} s`);
    } else {
      await database.query({ text: "delete from rollups" });
      write("without rollups");
    }
    if (options.pglite) await database.close(); // its directory has one owner
    const args = postgres === undefined ? [] : ["--database-url", postgres.url];
    const server = await startAdapter(dataDir, { args });
    const sending = spansPerSecond > 0 ? startSpans(server.url, spansPerSecond) : undefined;
    for (const [range, lengthMs] of [
      ["hour", DAY_MS / 24],
      ["day", DAY_MS],
      ["month", 30 * DAY_MS],
    ] as const) {
      for (const [of, agentPath] of [
        ["all agents", ""],
        ["an agent", `/agents/${agents[0]}`],
      ] as const) {
        const query = `from=${to - lengthMs}&to=${to}`;
        await ask(`${range}, ${of}, charts`, `${server.url}/api${agentPath}/stats?${query}`);
        await ask(
          `${range}, ${of}, charts of a range that begins anywhere`,
          `${server.url}/api${agentPath}/stats?from=${to - lengthMs - 77_777}&to=${to - 77_777}`,
        );
        await ask(`${range}, ${of}, steps by name`, `${server.url}/api${agentPath}/stats/steps?${query}`);
      }
      await ask(
        `${range}, slowest model calls`,
        `${server.url}/api/steps?from=${to - lengthMs}&to=${to}&kind=model_call&sort=duration`,
      );
    }
    if (sending) write(`${(await sending.stop()).spansPerSecond.toFixed(0)} spans a second arrived`);
    await server.stop();
    if (options.pglite) break;
  }
  if (!options.pglite) await database.close();
  await postgres?.close();
  await rm(dataDir, { recursive: true, force: true });
}

async function ask(title: string, url: string): Promise<void> {
  const times: number[] = [];
  const before = readOthersCpuUs();
  for (let round = 0; round < rounds; round++) {
    const since = performance.now();
    const response = await fetch(url);
    await response.text();
    if (response.status !== 200) throw new Error(`Runline answered ${response.status}.`);
    times.push(performance.now() - since);
  }
  const at = (share: number) => toQuantile(times, share).toFixed(1).padStart(7);
  const cpuMs = (readOthersCpuUs() - before) / rounds / 1000;
  write(`${title.padEnd(58)} ${at(0.5)} ${at(0.99)} ${cpuMs.toFixed(1).padStart(7)}`);
}

/** CPU of the server and the database, which this process has started. */
function readOthersCpuUs(): number {
  const { user, system } = process.cpuUsage();
  return readCpuUs(process.pid) - user - system;
}
