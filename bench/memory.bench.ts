/**
 * How much memory Runline takes when it gets more than it can take, and how long others wait meanwhile: more runs than it can store,
 * bodies that are made to cost more than their size, uploads that stand still, and a run of many spans. With a heap of 1 GiB. The
 * waiting depends on what else the machine does; memory, and what is refused, do not.
 *
 * Run: npx tsx --conditions=source bench/memory.bench.ts [seconds of overload, 60 by default]
 */
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sendSpans } from "../collector-adapter/test/support/send-spans.ts";
import { createTestRun } from "../collector-adapter/test/support/test-run.ts";
import { startAdapter, type Adapter } from "../test-support/start-adapter.ts";
import { startPostgres } from "../test-support/start-postgres.ts";
import { HOSTILE_BODIES } from "./support/hostile-bodies.ts";
import { watchServer } from "./support/watch-server.ts";

const OVERLOAD_S = Number(process.argv[2] ?? 60);
const SENDERS = 12;
const RUNS_OF_REQUEST = 40;
const CONTENT = "p".repeat(1500);
const STALLED = 40;
const UPLOAD_BYTES = 64 * 1024 * 1024 - 1024;
const SPANS_OF_LARGE_RUN = 20_000;
const MAX_HEAP_MB = 1024;

const write = (line: string): void => void process.stdout.write(`${line}\n`);

write(`Node ${process.version}, heap of ${MAX_HEAP_MB} MB; memory with that of all processes it starts`);
await measure("PGlite", []);
const postgres = await startPostgres();
await measure("Postgres", ["--database-url", postgres.url]);
await postgres.close();

async function measure(engine: string, args: string[]): Promise<void> {
  write(`\n${engine.padEnd(38)}   peak MiB    end MiB  worst /healthz ms`);
  const dataDir = await mkdtemp(join(tmpdir(), "runline-bench-"));
  const server = await startAdapter(dataDir, { args, env: { NODE_OPTIONS: `--max-old-space-size=${MAX_HEAP_MB}` } });
  await show(server, "at rest", async () => "");
  for (const part of [1, 2, 3]) {
    await show(server, `overload, part ${part} of 3`, () => overload(server.url, OVERLOAD_S / 3));
  }
  for (const { name, headers, create } of HOSTILE_BODIES) {
    const body = create();
    await show(server, `64 MiB of ${name}`, async () => String(await post(server.url, headers, body)));
  }
  await show(server, `${STALLED} uploads that stand still`, () => stall(server.url));
  await show(server, `a run of ${SPANS_OF_LARGE_RUN} spans`, () => sendLargeRun(server.url));
  await server.stop();
  await rm(dataDir, { recursive: true });
}

/** Does something and writes what it took; `work` says what the answers were. */
async function show(server: Adapter, title: string, work: () => Promise<string>): Promise<void> {
  let answers = "";
  const watched = await watchServer(server, async () => {
    answers = await work();
  });
  const numbers = [watched.peakMib, watched.endMib, watched.worstHealthzMs].map((value) =>
    value.toFixed(0).padStart(11),
  );
  write(`${title.padEnd(38)}${numbers.join("")}        ${answers}`);
}

/** More senders than the server can serve; each goes on when it has its answer. */
async function overload(url: string, seconds: number): Promise<string> {
  const end = performance.now() + seconds * 1000;
  const answers: number[] = [];
  let spans = 0;
  async function sendOn(): Promise<void> {
    while (performance.now() < end) {
      const runs = Array.from({ length: RUNS_OF_REQUEST }, () => createTestRun());
      const sent = runs.flatMap((run) => [
        ...Array.from({ length: 5 }, () => run.modelCall({ attributes: { "gen_ai.output.messages": CONTENT } })),
        ...Array.from({ length: 4 }, () => run.infrastructure("GET")),
        run.root(),
      ]);
      const { status } = await sendSpans(url, sent);
      answers.push(status);
      if (status === 200) spans += sent.length;
    }
  }
  await Promise.all(Array.from({ length: SENDERS }, sendOn));
  return `${count(answers)}, ${(spans / seconds).toFixed(0)} spans/s`;
}

/** Uploads of which the last byte never comes. */
async function stall(url: string): Promise<string> {
  const answers: number[] = [];
  const uploads = Array.from({ length: STALLED }, () => {
    const headers = { "content-type": "application/json", "content-length": String(UPLOAD_BYTES) };
    const upload = request(`${url}/v1/traces`, { method: "POST", headers });
    upload.on("error", () => {}); // cut at the end
    upload.on("response", ({ statusCode = 0 }) => answers.push(statusCode));
    return upload;
  });
  const body = Buffer.alloc(UPLOAD_BYTES - 1, " ");
  for (const upload of uploads) {
    upload.write(body);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  for (const upload of uploads) upload.destroy();
  return `${count(answers)}, ${STALLED - answers.length} still read`;
}

/** A run in requests of 5,000 spans, and its page. */
async function sendLargeRun(url: string): Promise<string> {
  const run = createTestRun();
  const answers: number[] = [];
  for (let sent = 0; sent < SPANS_OF_LARGE_RUN; sent += 5_000) {
    const spans = Array.from({ length: 5_000 }, (_, index) =>
      run.modelCall({ from: sent + index, attributes: { text: CONTENT } }),
    );
    answers.push((await sendSpans(url, spans)).status);
  }
  answers.push((await sendSpans(url, [run.root({ to: SPANS_OF_LARGE_RUN })])).status);
  const page = await fetch(`${url}/api/agents/${run.agentId}/runs/${run.runId}`);
  await page.arrayBuffer();
  return `${count(answers)}; its page ${page.status}`;
}

async function post(url: string, headers: Record<string, string>, body: Buffer): Promise<number> {
  const sending = request(`${url}/v1/traces`, {
    method: "POST",
    headers: { ...headers, "content-length": body.length },
  });
  sending.end(body);
  const [response] = await once(sending, "response");
  response.resume();
  return response.statusCode;
}

/** How often there was which answer. @example count([200, 503, 200]) // "200 × 2, 503 × 1" */
function count(answers: readonly number[]): string {
  const kinds = [...new Set(answers)].toSorted((a, b) => a - b);
  return kinds.map((kind) => `${kind} × ${answers.filter((answer) => answer === kind).length}`).join(", ");
}
