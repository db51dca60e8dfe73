/**
 * How much memory an outage of the receiver costs, by the spans that have ended meanwhile: it grows to the limit of the queue
 * and then stays. Each number is the heap after a garbage collection, less what it was before the first span.
 *
 * Run: node --expose-gc --import tsx --conditions=source bench/outage-memory.bench.ts
 */
import { setTimeout as sleep } from "node:timers/promises";
import { startTelemetry } from "@runline/instrumentation/node";
import type { Telemetry } from "@runline/instrumentation/node";
import { takePort } from "../test-support/take-port.ts";

const SPANS_OF_A_RUN = 4;
const MAX_KEPT = 8_192;
const CHECKPOINTS = [2_048, MAX_KEPT, 4 * MAX_KEPT, 8 * MAX_KEPT];
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

write(`Node ${process.version}, nothing listens; heap in MB above the start (KB for each of ${MAX_KEPT} kept spans)`);
write(["spans ended", ...CHECKPOINTS].map((text) => String(text).padStart(12)).join(""));
await measure("no content", false);
await measure("all content", true);

async function measure(title: string, captureContent: boolean): Promise<void> {
  const telemetry = startTelemetry({ endpoint, captureContent, flushOnExit: false });
  runMany(telemetry, 50); // loads and compiles
  await telemetry.flush();
  const before = await measureHeap();
  const cells: string[] = [];
  let ended = 0;
  for (const checkpoint of CHECKPOINTS) {
    for (; ended < checkpoint; ended += 50 * SPANS_OF_A_RUN) {
      runMany(telemetry, 50);
      await sleep(1);
    }
    const grown = (await measureHeap()) - before;
    const kept = Math.min(ended, MAX_KEPT);
    cells.push(`${(grown / 2 ** 20).toFixed(1)} (${(grown / kept / 1_024).toFixed(1)})`);
  }
  write([title, ...cells].map((text) => text.padStart(12)).join(""));
  await telemetry.shutdown();
}

/** Runs of an action and a model call in it, and one beside. */
function runMany({ runTracer }: Telemetry, runs: number): void {
  for (let run = 0; run < runs; run += 1) {
    const input = `${run} ${"p".repeat(PROMPT_CHARS)}`;
    runTracer.withRun({ input }, () => {
      runTracer.withAction({ name: "LOOK_UP", arguments: { input } }, () => callModel(runTracer, input));
      callModel(runTracer, input);
    });
  }
}

function callModel(runTracer: Telemetry["runTracer"], input: string): void {
  const call = runTracer.startModelCall({ model: "gpt-4o-mini", provider: "openai", input });
  call.end({ inputTokens: 5_000, outputTokens: 500, output: `${input.slice(0, 8)} ${"a".repeat(ANSWER_CHARS)}` });
}

/** Two collections: the first one's finalizers free more. */
async function measureHeap(): Promise<number> {
  collect();
  await sleep(20);
  collect();
  return process.memoryUsage().heapUsed;
}
