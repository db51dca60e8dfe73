/**
 * What `--durable` costs: the same requests to an adapter with the embedded database, with and without it, in turns; until the 200. The
 * disk decides: the folders are made below the given one.
 *
 * Run: npx tsx --conditions=source bench/durable.bench.ts [folder]
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sendSpans } from "../collector-adapter/test/support/send-spans.ts";
import { createTestRun } from "../collector-adapter/test/support/test-run.ts";
import type { TestSpan } from "../collector-adapter/test/support/test-span.ts";
import { startAdapter } from "../test-support/start-adapter.ts";

const ROUNDS = 15;
/** Spans of a request, and how many requests each adapter gets in a round, one after the other or at once. */
const CASES = [
  { spans: 1, requests: 50, atOnce: 1 },
  { spans: 20, requests: 30, atOnce: 1 },
  { spans: 20, requests: 60, atOnce: 20 },
  { spans: 500, requests: 6, atOnce: 1 },
];

const home = await mkdtemp(join(process.argv[2] ?? tmpdir(), "runline-bench-"));
const plain = await startAdapter(join(home, "plain"));
const durable = await startAdapter(join(home, "durable"), { args: ["--durable"] });

for (const { spans, requests, atOnce } of CASES) {
  const times = { plain: [] as number[], durable: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    const bodies = Array.from({ length: requests }, () => createSpans(spans));
    const names = round % 2 === 0 ? (["plain", "durable"] as const) : (["durable", "plain"] as const);
    for (const name of names) {
      const { url } = name === "plain" ? plain : durable;
      const since = performance.now();
      await sendAll(url, bodies, atOnce);
      times[name].push((performance.now() - since) / requests);
    }
  }
  const [plainMs, durableMs] = [toMedian(times.plain), toMedian(times.durable)];
  process.stdout.write(
    `${spans} spans a request, ${atOnce} at once: ${plainMs.toFixed(2)} ms a request, durable ${durableMs.toFixed(2)} ms: ` +
      `${(durableMs / plainMs).toFixed(2)} times\n`,
  );
}

await plain.stop();
await durable.stop();
await rm(home, { recursive: true });

function createSpans(count: number): TestSpan[] {
  const run = createTestRun();
  return [run.root(), ...Array.from({ length: count - 1 }, (_, index) => run.modelCall({ from: index }))];
}

async function sendAll(url: string, bodies: readonly TestSpan[][], atOnce: number): Promise<void> {
  const queue = bodies.values();
  const sender = async () => {
    for (const body of queue) {
      const { status } = await sendSpans(url, body);
      if (status !== 200) throw new Error(`Runline answered ${status}.`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, sender));
}

function toMedian(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
