/**
 * What opening a run costs by its size, over HTTP and gzip: until the first bars, until all, again when nothing has changed, and the
 * details of one span. Next to it a single statement that reads the same facts, and JSON.parse of them, in the same run: on a shared
 * machine only the ratio means something, and the CPU of this process, in which PGlite and the thread that folds run and Postgres does
 * not. The longest time that this process did nothing else is the longest that anybody waited.
 *
 * Run: npx tsx --conditions=source bench/open-run.bench.ts [spans …]
 */
import { get, type IncomingMessage } from "node:http";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createGunzip } from "node:zlib";
import { openDatabase } from "../collector-adapter/src/database/open-database.ts";
import { serve } from "../collector-adapter/src/serve.ts";
import { sendSpans } from "../collector-adapter/test/support/send-spans.ts";
import { createTestRun } from "../collector-adapter/test/support/test-run.ts";
import type { TestSpan } from "../collector-adapter/test/support/test-span.ts";
import { compareEngines, type Storage } from "./support/compare-engines.ts";

interface OpenedRun {
  firstMs: number;
  allMs: number;
  cpuMs: number;
  /** As it went over the line. */
  bytes: number;
  cursor: string;
}

const SIZES = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1_000, 10_000, 100_000];
const ROUNDS = 3;
const REQUEST_SPANS = 4_000;

const write = (line: string): void => void process.stdout.write(`${line}\n`);

write(`Node ${process.version}, median of ${ROUNDS} rounds after one to warm up`);
await compareEngines(compare);

async function compare(storage: Storage): Promise<void> {
  for (const size of SIZES) {
    const runId = await measure(storage, size);
    write(`${" ".repeat(15)}${await measureFacts(storage, runId)}`);
  }
}

async function measure(storage: Storage, size: number): Promise<string> {
  const server = await serve({
    port: 0,
    grpcPort: 0,
    host: "127.0.0.1",
    token: undefined,
    logLevel: "silent",
    ...storage,
  });
  const run = createTestRun();
  const spans = createSpans(run, size);
  for (let index = 0; index < size; index += REQUEST_SPANS) {
    const { status } = await sendSpans(server.url, spans.slice(index, index + REQUEST_SPANS));
    if (status !== 200) throw new Error(`Runline answered ${status}.`);
  }
  await settle(`${server.url}/api/agents/${run.agentId}/runs/${run.runId}/summary`, Math.ceil((size - 1) / 10));
  const path = `${server.url}/api/agents/${run.agentId}/runs/${run.runId}/spans`;
  const opened: OpenedRun[] = [];
  const delay = monitorEventLoopDelay({ resolution: 5 });
  for (let round = 0; round <= ROUNDS; round++) {
    if (round === 1) delay.enable();
    const answer = await open(path);
    if (round > 0) opened.push(answer);
  }
  delay.disable();
  const same = await open(`${path}?after=${encodeURIComponent(opened[0]?.cursor ?? "")}`);
  const startedAt = performance.now();
  await (await fetch(`${path}/${spans[size - 1]?.spanId}`)).text();
  const detailMs = performance.now() - startedAt;
  const take = (read: (run: OpenedRun) => number) => median(opened.map(read));
  write(
    `${size.toLocaleString("en-US").padStart(8)} spans: first bars ${take(({ firstMs }) => firstMs).toFixed(0)} ms, ` +
      `all ${take(({ allMs }) => allMs).toFixed(0)} ms, ${take(({ cpuMs }) => cpuMs).toFixed(0)} ms CPU, ` +
      `${(take(({ bytes }) => bytes) / size).toFixed(1)} bytes a span; unchanged ${same.allMs.toFixed(0)} ms, ` +
      `one span ${detailMs.toFixed(0)} ms; longest stop ${(delay.max / 1e6).toFixed(0)} ms`,
  );
  await server.close();
  return run.runId;
}

/** Waits until the run has been folded with all of its spans. */
async function settle(url: string, actions: number): Promise<void> {
  for (let text = ""; !text.includes(`"actions":${actions},`);) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    text = await (await fetch(url)).text();
  }
}

/** Reads the lines of an answer. */
async function open(url: string): Promise<OpenedRun> {
  const headers = { accept: "application/x-ndjson", "accept-encoding": "gzip" };
  const before = process.cpuUsage();
  const startedAt = performance.now();
  const response = await new Promise<IncomingMessage>((resolve, reject) =>
    get(url, { headers }, resolve).on("error", reject),
  );
  let [bytes, firstMs, text] = [0, 0, ""];
  response.on("data", (chunk: Buffer) => (bytes += chunk.length));
  const isPacked = response.headers["content-encoding"] === "gzip";
  const lines = isPacked ? response.pipe(createGunzip()) : response;
  for await (const chunk of lines.setEncoding("utf8")) {
    text = (text + String(chunk)).slice(-500);
    if (firstMs === 0 && String(chunk).includes('"spans"')) firstMs = performance.now() - startedAt;
  }
  const { user, system } = process.cpuUsage(before);
  const cursor = /"cursor":"([^"]+)"/.exec(text)?.[1] ?? "";
  return { firstMs, allMs: performance.now() - startedAt, cpuMs: (user + system) / 1000, bytes, cursor };
}

/** The same facts by one statement, and what parsing them takes. */
async function measureFacts(storage: Storage, runId: string): Promise<string> {
  const database = await openDatabase(storage);
  const reads: number[] = [];
  const parses: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const startedAt = performance.now();
    const rows = await database.query<{ facts: string }>({
      text: "select facts::text as facts from logs where run_id = $1 and facts is not null order by started_at, id",
      values: [runId],
    });
    const readAt = performance.now();
    for (const { facts } of rows) JSON.parse(facts);
    if (round === 0) continue;
    reads.push(readAt - startedAt);
    parses.push(performance.now() - readAt);
  }
  await database.close();
  return `their facts by one statement ${median(reads).toFixed(0)} ms, JSON.parse of them ${median(parses).toFixed(0)} ms`;
}

/** A step for each ten calls of HTTP and of a model. */
function createSpans(run: ReturnType<typeof createTestRun>, size: number): TestSpan[] {
  const root = run.root({ to: size * 2 });
  const spans = [root];
  let step = root;
  for (let index = 1; index < size; index++) {
    const place = { from: index, to: index + 1 };
    if (index % 10 === 1) step = run.action(`STEP_${index}`, { ...place, to: index + 10 });
    const attributes = { "url.full": `https://api.example.com/items/${index}`, "http.response.status_code": 200 };
    if (index % 10 === 1) spans.push(step);
    else if (index % 3 === 0) spans.push(run.modelCall({ ...place, parent: step }));
    else spans.push(run.infrastructure("GET", { ...place, parent: step, attributes }));
  }
  return spans;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
