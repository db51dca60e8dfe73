import { once } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { Client } from "pg";
import { expect, test } from "vitest";
import { PGliteStream } from "../src/database/pglite-stream.ts";
import { createTestDatabase } from "./support/test-database.ts";

const MAX_HEAP_MB = 64;
const ROWS = 50;
const MB_OF_ANSWER = (ROWS * 100_000) / 1e6;

test("the thread of PGlite keeps nothing of what it has answered", async () => {
  const data = await createTestDatabase("pglite");
  const worker = new Worker(new URL("../src/database/pglite-worker.js", import.meta.url), {
    workerData: { dataDir: join(data.options.dataDir, "pglite") },
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
  });
  const errors: unknown[] = [];
  worker.on("error", (error) => errors.push(error));
  const exited = once(worker, "exit");
  await once(worker, "message");
  const client = new Client({ stream: () => new PGliteStream(worker), user: "postgres", database: "postgres" });
  client.on("error", () => {}); // the thread has ended
  await client.connect();

  const text = `select repeat('x', 100000) as text from generate_series(1, ${ROWS})`;
  for (let answered = 0; answered < 3 * MAX_HEAP_MB && errors.length === 0; answered += MB_OF_ANSWER) {
    const asked = client.query(text).then(({ rows }) => rows.length);
    expect(await asked.catch(() => errors)).toBe(ROWS);
  }

  worker.postMessage("close");
  await exited;
  expect(errors).toEqual([]);
  await data.drop();
});
