/**
 * How much memory an outage of the receiver costs, by the runs that have ended meanwhile: it grows to the limit of the queue and
 * then stays. Each number is the heap after a garbage collection, less what it was before the first run.
 *
 * Run: node --expose-gc --import tsx --conditions=source bench/outage-memory.bench.ts
 */
import { setTimeout as sleep } from "node:timers/promises";
import { startTelemetry } from "@runline/instrumentation/node";
import { recordRun, SPANS_OF_A_RUN } from "../test-support/record-run.ts";
import { takePort } from "../test-support/take-port.ts";

const CHECKPOINTS = [100, 300, 500, 600, 1_200];
const RUNS_AT_ONCE = 10;
/** A prompt that is cut to the most that is kept, and an answer of a page. */
const PROMPT_CHARS = 20_000;
const ANSWER_CHARS = 2_000;

const write = (line: string): void => void process.stdout.write(`${line}\n`);
const { gc } = globalThis;
if (gc === undefined) throw new Error("The heap is measured after a collection: run node with --expose-gc.");
const collect = gc;

const taken = await takePort();
await taken.free();
const endpoint = `http://127.0.0.1:${taken.port}`;

write(`Node ${process.version}, nothing listens; MB of heap above the start (bytes for each span that has ended)`);
write(["runs ended", ...CHECKPOINTS].map((text) => String(text).padStart(12)).join(""));
await measure("no content", false);
await measure("all content", true);

async function measure(title: string, captureContent: boolean): Promise<void> {
  const telemetry = startTelemetry({ endpoint, captureContent, flushOnExit: false });
  runMany(50); // loads and compiles
  await telemetry.flush();
  const before = await measureHeap();
  const cells: string[] = [];
  let ended = 0;
  for (const checkpoint of CHECKPOINTS) {
    for (; ended < checkpoint; ended += RUNS_AT_ONCE) {
      runMany(RUNS_AT_ONCE);
      await sleep(1);
    }
    const grown = (await measureHeap()) - before;
    cells.push(`${(grown / 2 ** 20).toFixed(1)} (${(grown / (ended * SPANS_OF_A_RUN)).toFixed(0)})`);
  }
  write([title, ...cells].map((text) => text.padStart(12)).join(""));
  await telemetry.shutdown();

  function runMany(runs: number): void {
    for (let run = 0; run < runs; run += 1) {
      // Texts of their own: the same one would be kept once.
      const prompt = `${run} ${"p".repeat(PROMPT_CHARS)}`;
      recordRun(telemetry.runTracer, { prompt, answer: `${run} ${"a".repeat(ANSWER_CHARS)}` });
    }
  }
}

/** Two collections: the first one's finalizers free more. */
async function measureHeap(): Promise<number> {
  collect();
  await sleep(20);
  collect();
  return process.memoryUsage().heapUsed;
}
