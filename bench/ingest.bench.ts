/**
 * What taking spans in costs, over HTTP until they are acknowledged, next to an `insert … select` of the same rows in as many
 * transactions in the same run: on a shared machine only the ratio means something, and the CPU of this process, in which PGlite
 * runs and Postgres does not. Many small runs are the traffic of a busy agent; a run that grows is marked with every request and folded
 * in the background.
 *
 * Run: npx tsx --conditions=source bench/ingest.bench.ts
 */
import { openDatabase } from "../collector-adapter/src/database/open-database.ts";
import { serve } from "../collector-adapter/src/serve.ts";
import { sendSpans } from "../collector-adapter/test/support/send-spans.ts";
import { createTestRun } from "../collector-adapter/test/support/test-run.ts";
import type { TestSpan } from "../collector-adapter/test/support/test-span.ts";
import { compareEngines, type Storage } from "./support/compare-engines.ts";

interface Case {
  title: string;
  /** Requests of one round, with ids that no other round has. */
  createRequests: () => TestSpan[][];
}

const CASES: readonly Case[] = [
  { title: "200 runs of 20 spans, 10 a request", createRequests: () => createSmallRuns(200, 10) },
  { title: "a run of 1,000 spans, 20 a request", createRequests: () => createGrowingRun(1_000, 20) },
  { title: "a run of 5,000 spans, 100 a request", createRequests: () => createGrowingRun(5_000, 100) },
  { title: "a run of 500 spans, 1 a request", createRequests: () => createGrowingRun(500, 1) },
];
const ROUNDS = 5;

const write = (line: string): void => void process.stdout.write(`${line}\n`);

write(`Node ${process.version}, median of ${ROUNDS} rounds after one to warm up`);
await compareEngines(compare);

async function compare(storage: Storage): Promise<void> {
  for (const { title, createRequests } of CASES) {
    const measured = await measureIngest(storage, createRequests);
    const inserted = await measureInsert(storage, createRequests().length);
    write(
      `${title.padEnd(38)} ${measured.wallUs.toFixed(0).padStart(5)} µs a span, ${measured.cpuUs.toFixed(0).padStart(5)} µs CPU; ` +
        `insert ${inserted.toFixed(0).padStart(4)} µs a span; ${(measured.wallUs / inserted).toFixed(1)} ×`,
    );
  }
}

/** One request after the other, each when the one before is acknowledged. */
async function measureIngest(storage: Storage, createRequests: Case["createRequests"]) {
  const server = await serve({ port: 0, host: "127.0.0.1", token: undefined, logLevel: "silent", ...storage });
  const walls: number[] = [];
  const cpus: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const requests = createRequests();
    const startedAt = performance.now();
    const before = process.cpuUsage();
    for (const spans of requests) {
      const { status } = await sendSpans(server.url, spans);
      if (status !== 200) throw new Error(`Runline answered ${status}.`);
    }
    if (round === 0) continue;
    const { user, system } = process.cpuUsage(before);
    walls.push(((performance.now() - startedAt) * 1000) / requests.flat().length);
    cpus.push((user + system) / requests.flat().length);
  }
  await server.close();
  return { wallUs: median(walls), cpuUs: median(cpus) };
}

/** µs a span for the rows that a round of ingest has left, in as many transactions. */
async function measureInsert(storage: Storage, transactions: number): Promise<number> {
  const database = await openDatabase(storage);
  const run = (text: string) => database.query<{ spans: number }>({ text });
  await run("drop table if exists bench_rows, bench_source");
  await run("create table bench_rows (like logs including all)");
  await run(
    "create table bench_source as select logs.*, ntile(1) over (order by created_at, id) as part from logs limit 0",
  );
  const rounds = ROUNDS + 1;
  await run(
    `insert into bench_source select * from (
      select logs.*, ntile(${transactions * rounds}) over (order by created_at, id) as part from logs
    ) as parts where part <= ${transactions}`,
  );
  await run("create index on bench_source (part)");
  await run("analyze bench_source");
  const [count] = await run("select count(*) filter (where body ? 'span')::int as spans from bench_source");
  await run("alter table bench_rows add column part int");
  const walls: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    await run("truncate bench_rows");
    const startedAt = performance.now();
    for (let part = 1; part <= transactions; part += 1) {
      await run(`insert into bench_rows select * from bench_source where part = ${part}`);
    }
    if (round > 0) walls.push(((performance.now() - startedAt) * 1000) / (count?.spans ?? Number.NaN));
  }
  await run("drop table bench_rows, bench_source");
  await run("delete from logs");
  await database.close();
  return median(walls);
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function createSmallRuns(runs: number, runsOfRequest: number): TestSpan[][] {
  return Array.from({ length: runs / runsOfRequest }, () =>
    Array.from({ length: runsOfRequest }, () => createSpans(20)).flat(),
  );
}

function createGrowingRun(size: number, spansOfRequest: number): TestSpan[][] {
  const spans = createSpans(size);
  return Array.from({ length: size / spansOfRequest }, (_, index) =>
    spans.slice(index * spansOfRequest, (index + 1) * spansOfRequest),
  );
}

/** A run as Runline's instrumentation sends it, its root last: actions with a request in each, and model calls. */
function createSpans(size: number): TestSpan[] {
  const run = createTestRun();
  const attributes = {
    "gen_ai.input.messages": JSON.stringify([{ role: "user", parts: [{ type: "text", content: "x".repeat(300) }] }]),
  };
  const spans: TestSpan[] = [];
  while (spans.length < size - 1) {
    const from = spans.length * 10;
    const action = run.action("GET_WEATHER", { from, to: from + 8 });
    spans.push(run.infrastructure("GET api.weather", { from, to: from + 5, parent: action }), action);
    spans.push(run.modelCall({ from, to: from + 9, attributes }));
  }
  return [...spans.slice(0, size - 1), run.root({ to: size * 10 })];
}
