import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker, type ResourceLimits } from "node:worker_threads";
import { Client } from "pg";
import { expect, test } from "vitest";
import { PGliteStream } from "../src/database/pglite-stream.ts";
import { createTestDatabase } from "../../test-support/test-database.ts";

const MIB = 1024 * 1024;
const MAX_HEAP_MB = 64;
const ROWS = 50;
const MB_OF_ANSWER = (ROWS * 100_000) / 1e6;

/** The thread of PGlite, as the product starts it. */
async function startThread(dataDir: string, resourceLimits: ResourceLimits = {}) {
  const worker = new Worker(new URL("../src/database/pglite-worker.js", import.meta.url), {
    workerData: { dataDir },
    resourceLimits,
  });
  const errors: unknown[] = [];
  worker.on("error", (error) => errors.push(error));
  const exited = once(worker, "exit");
  await once(worker, "message");
  return {
    worker,
    errors,
    stop: async () => {
      worker.postMessage("close");
      await exited;
    },
  };
}

test("the thread of PGlite keeps nothing of what it has answered", async () => {
  const data = await createTestDatabase("pglite");
  const { worker, errors, stop } = await startThread(join(data.options.dataDir, "pglite"), {
    maxOldGenerationSizeMb: MAX_HEAP_MB,
  });
  const client = new Client({ stream: () => new PGliteStream(worker), user: "postgres", database: "postgres" });
  client.on("error", () => {}); // the thread has ended
  await client.connect();

  const text = `select repeat('x', 100000) as text from generate_series(1, ${ROWS})`;
  for (let answered = 0; answered < 3 * MAX_HEAP_MB && errors.length === 0; answered += MB_OF_ANSWER) {
    const asked = client.query(text).then(({ rows }) => rows.length);
    expect(await asked.catch(() => errors)).toBe(ROWS);
  }

  await stop();
  expect(errors).toEqual([]);
  await data.drop();
});

test("what making a database takes is given back when it is made", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "runline-test-pglite-"));
  const before = process.memoryUsage().rss;
  const { stop } = await startThread(join(dataDir, "pglite"));
  const measure = () => (process.memoryUsage().rss - before) / MIB;
  await expect.poll(measure).toBeLessThan(550);
  await stop();
  await rm(dataDir, { recursive: true });
});
