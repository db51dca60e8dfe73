/**
 * How soon the list and the summary of a large run are right after its last spans came, and what settling takes while a run goes on
 * growing. Spans come in requests of 200, one after the other, later of 20 every 100 ms; list and summary are asked for every 100 ms. The server is a process
 * of its own, whose CPU is read from /proc: run on Linux.
 *
 * Run: npx tsx --conditions=source bench/settle.bench.ts [spans …]
 */
import { readFileSync } from "node:fs";
import { createRunsClient } from "@runline/contract/client";
import { sendSpans } from "../collector-adapter/test/support/send-spans.ts";
import { createTestRun } from "../collector-adapter/test/support/test-run.ts";
import { startAdapter, type Adapter } from "../test-support/start-adapter.ts";
import { compareEngines, type Storage } from "./support/compare-engines.ts";
import { watchServer } from "./support/watch-server.ts";

const SIZES = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [6_000, 20_000, 100_000];
const SPANS_OF_REQUEST = 200;
const ASK_EVERY_MS = 100;
/** How often the last spans come: each time the run was right before. */
const LAST_ROUNDS = 5;
const GROWING_S = 30;
const SEND_EVERY_MS = 100;
const SPANS_OF_SMALL_REQUEST = 20;
/** `/proc` counts in hundredths of a second. */
const TICK_MS = 10;

type Run = ReturnType<typeof createTestRun>;

const write = (line: string): void => void process.stdout.write(`${line}\n`);
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

await compareEngines(async ({ dataDir, databaseUrl }: Storage) => {
  const args = databaseUrl === undefined ? [] : ["--database-url", databaseUrl];
  for (const size of SIZES) {
    const server = await startAdapter(dataDir, { args });
    await measure(server, size);
    await server.stop();
  }
});

async function measure(server: Adapter, size: number): Promise<void> {
  const run = createTestRun();
  const reader = createReader(server.url, run);
  let sent = 0;
  async function send(length = SPANS_OF_REQUEST): Promise<void> {
    const spans = Array.from({ length }, () => run.modelCall({ from: sent++, to: sent + 5 }));
    const { status } = await sendSpans(server.url, spans);
    if (status !== 200) throw new Error(`Runline answered ${status}.`);
  }
  await sendSpans(server.url, [run.root({ to: size * 10 })]);

  let firstMs = 0;
  const growing = await watchServer(server, async () => {
    const asking = reader.askUntil(size);
    while (sent < size) await send();
    const since = performance.now();
    await asking;
    firstMs = performance.now() - since;
  });

  const waits: number[] = [];
  let foldMs = 0;
  for (let round = 0; round < LAST_ROUNDS; round++) {
    await pause(1_500);
    const idleMs = await readCpu(server.pid, () => reader.askFor(1_000));
    await send();
    const since = performance.now();
    const busyMs = await readCpu(server.pid, () => reader.askUntil(sent));
    const waitedMs = performance.now() - since;
    waits.push(waitedMs);
    foldMs += Math.max(0, busyMs - (idleMs * waitedMs) / 1_000) / LAST_ROUNDS;
  }

  reader.changes.clear();
  const grown = await watchServer(server, async () => {
    const end = performance.now() + GROWING_S * 1_000;
    const asking = reader.askFor(GROWING_S * 1_000);
    while (performance.now() < end) {
      await send(SPANS_OF_SMALL_REQUEST);
      await pause(SEND_EVERY_MS);
    }
    await asking;
  });
  const folds = reader.changes.size - 1;
  write(
    `${size.toLocaleString("en-US").padStart(8)} spans: right ${firstMs.toFixed(0)} ms after the last were sent in a row, worst /healthz ` +
      `${growing.worstHealthzMs.toFixed(0)} ms; later ${waits.map((ms) => ms.toFixed(0)).join(", ")} ms, ${foldMs.toFixed(0)} ms of CPU; ` +
      `growing for ${GROWING_S} s: settled ${folds} times, ${((folds * foldMs) / GROWING_S / 10).toFixed(1)} % of the time, ` +
      `worst /healthz ${grown.worstHealthzMs.toFixed(0)} ms`,
  );
}

/** Asks for list and summary of a run, and sees how many calls they tell of. */
function createReader(url: string, run: Run) {
  const client = createRunsClient({ baseUrl: url });
  const changes = new Set<number>();
  async function ask(): Promise<number> {
    const { runs } = await client.listRuns(run.agentId);
    const { counts } = await client.getRunSummary(run.agentId, run.runId);
    changes.add(counts.modelCalls);
    return Math.min(counts.modelCalls, runs[0]?.counts.modelCalls ?? 0);
  }
  async function askWhile(isToGoOn: (calls: number) => boolean): Promise<void> {
    while (isToGoOn(await ask())) await pause(ASK_EVERY_MS);
  }
  return {
    /** The numbers of calls that were told. */
    changes,
    askUntil: (expected: number) => askWhile((calls) => calls < expected),
    askFor(ms: number) {
      const end = performance.now() + ms;
      return askWhile(() => performance.now() < end);
    },
  };
}

/** CPU that a process takes while something is done, ms. */
async function readCpu(pid: number, work: () => Promise<void>): Promise<number> {
  const read = () => {
    const [user, system] = (readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1] ?? "").split(" ").slice(11, 13);
    return (Number(user) + Number(system)) * TICK_MS;
  };
  const before = read();
  await work();
  return read() - before;
}
