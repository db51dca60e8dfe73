/**
 * What taking spans in costs, over OTLP/HTTP until they are acknowledged, folds included: CPU for a span in Runline and in Postgres, and
 * rows a second next to a `\copy` of the very same rows in the same run. Runline and Postgres are processes of their own, with fsync;
 * bodies are encoded before. Many small runs are the traffic of a busy agent; a run that grows is marked with every request and folded
 * in the background. On a shared machine trust the ratio and the CPU. On Linux.
 *
 * Run: npx tsx --conditions=source bench/ingest.bench.ts [pglite|postgres]
 */
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { ensureBuilt } from "../scripts/build.mjs";
import { startAdapter, type Adapter } from "../test-support/start-adapter.ts";
import { startPostgres, type PostgresServer } from "../test-support/start-postgres.ts";
import { copyLogs } from "./support/copy-rows.ts";
import { createGrowingRun, createSmallRuns, type Traffic } from "./support/create-traffic.ts";
import { readCpuUs } from "./support/read-cpu.ts";
import { sendBodies } from "./support/send-bodies.ts";

interface Case {
  title: string;
  senders: number;
  /** One round, with ids that no other round has. */
  createTraffic: () => Traffic;
}

const CASES: readonly Case[] = [
  { title: "runs of 20, 500 a request, 8 senders", senders: 8, createTraffic: () => createSmallRuns(1_500, 20, 25) },
  { title: "runs of 20, 200 a request, 1 sender", senders: 1, createTraffic: () => createSmallRuns(500, 20, 10) },
  { title: "a run of 1,000, 20 a request, 1 sender", senders: 1, createTraffic: () => createGrowingRun(1_000, 20) },
  { title: "a run of 5,000, 100 a request, 1 sender", senders: 1, createTraffic: () => createGrowingRun(5_000, 100) },
  { title: "a run of 500, 1 a request, 1 sender", senders: 1, createTraffic: () => createGrowingRun(500, 1) },
];
const ROUNDS = 3;
const WIDTHS = [40, 9, 14, 13, 9, 10, 6];

/** What one round took, for each span. */
interface Round {
  seconds: number;
  adapterUs: number;
  postgresUs: number;
}

const write = (...cells: (string | number)[]): void =>
  void process.stdout.write(`${cells.map(toCell).join("").trimEnd()}\n`);
const [cpu] = cpus();

await ensureBuilt();
write(
  `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} × ${cpu?.model}, median of ${ROUNDS} rounds`,
);
for (const engine of process.argv.length > 2 ? process.argv.slice(2) : ["postgres", "pglite"]) await measure(engine);

async function measure(engine: string): Promise<void> {
  const postgres = engine === "postgres" ? await startPostgres({ isDurable: true }) : undefined;
  const dataDir = await mkdtemp(join(tmpdir(), "runline-bench-"));
  const args = postgres ? ["--database-url", postgres.url] : [];
  const adapter = await startAdapter(dataDir, { args, runsLong: true });
  await send(adapter, createSmallRuns(1_000, 20, 25), 8); // until all is compiled
  const lines: { title: string; cells: number[]; rowRate: number; load: string }[] = [];
  for (const { title, senders, createTraffic } of CASES) {
    const traffics = Array.from({ length: ROUNDS }, createTraffic);
    const rowsBefore = postgres ? await countLogs(postgres.url) : Number.NaN;
    const rounds: Round[] = [];
    for (const traffic of traffics) rounds.push(await measureRound(adapter, postgres, traffic, senders));
    const spans = traffics[0]?.spans ?? Number.NaN;
    const rowsOfSpan = postgres ? ((await countLogs(postgres.url)) - rowsBefore) / ROUNDS / spans : Number.NaN;
    const rate = 1 / median(rounds.map(({ seconds }) => seconds));
    const cpuUs = [rounds.map(({ adapterUs }) => adapterUs), rounds.map(({ postgresUs }) => postgresUs)].map(median);
    lines.push({ title, cells: [rate, ...cpuUs], rowRate: rate * rowsOfSpan, load: loadavg()[0]?.toFixed(1) ?? "" });
  }
  // At the end: the server tidies up after it for a while.
  const copyRate = postgres ? await copyLogs(postgres.url) : Number.NaN;
  write(`\n${engine}`, "spans/s", "µs of Runline", "of Postgres", "rows/s", "of \\copy", "load");
  for (const { title, cells, rowRate, load } of lines) {
    const ratio = Number.isNaN(rowRate) ? "" : (rowRate / copyRate).toFixed(2);
    write(title, ...cells, rowRate, ratio, load);
  }
  if (postgres) write("\\copy of all these rows", "", "", "", copyRate);
  await adapter.stop();
  await postgres?.close();
  await rm(dataDir, { recursive: true });
}

async function measureRound(
  adapter: Adapter,
  postgres: PostgresServer | undefined,
  traffic: Traffic,
  senders: number,
): Promise<Round> {
  const { spans } = traffic;
  const readAll = () => [adapter.pid, postgres?.pid].map((pid) => (pid === undefined ? Number.NaN : readCpuUs(pid)));
  const before = readAll();
  const startedAt = performance.now();
  await send(adapter, traffic, senders);
  const seconds = (performance.now() - startedAt) / 1000 / spans;
  const [adapterUs = Number.NaN, postgresUs = Number.NaN] = readAll().map(
    (us, index) => (us - (before[index] ?? 0)) / spans,
  );
  return { seconds, adapterUs, postgresUs };
}

/** Runline's log says why a request was not stored. */
async function send(adapter: Adapter, { bodies }: Traffic, senders: number): Promise<void> {
  await sendBodies(adapter.url, bodies, senders).catch((cause: unknown) => {
    throw new Error(adapter.output(), { cause });
  });
}

async function countLogs(url: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ rows: number }>("select count(*)::int as rows from logs");
  await client.end();
  return rows[0]?.rows ?? Number.NaN;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function toCell(cell: string | number, index: number): string {
  const width = WIDTHS[index] ?? 0;
  if (index === 0) return String(cell).padEnd(width);
  const text = typeof cell === "string" ? cell : Number.isNaN(cell) ? "" : cell.toFixed(0);
  return text.padStart(width);
}
