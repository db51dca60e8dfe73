// PGlite on a thread of its own: it runs synchronously, and a batch of 2000 rows takes it 50 to 200 ms, in which the
// server's event loop would stand still. Plain JavaScript, so that the same file name works from src and from dist.
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import { PGlite } from "@electric-sql/pglite";
import { openDurablePGlite } from "./durable-pglite.js";

if (!parentPort) throw new Error("pglite-worker.js is started by pglite.ts as a worker thread.");
const port = parentPort;

/** @type {{ dataDir: string, isDurable?: boolean }} */
const { dataDir, isDurable = false } = workerData;
// The owner of the directory is known by `runline.lock`. A process that was killed while it made this file leaves it empty, with which
// Postgres never starts again.
await rm(join(dataDir, "postmaster.pid"), { force: true });
const database = await (isDurable ? openDurablePGlite(dataDir) : PGlite.create(dataDir));
await collectGarbage();
port.on("message", async (/** @type {Uint8Array | "close"} */ message) => {
  if (message === "close") {
    await database.close();
    port.close();
    return;
  }
  const answer = await execute(message);
  port.postMessage(answer, [answer.buffer]);
});
port.postMessage("ready");

/**
 * Not with `execProtocolRaw`, which also parses each answer and keeps what it has parsed for as long as the database is open: 100 MB
 * for 300,000 spans.
 */
async function execute(/** @type {Uint8Array} */ message) {
  /** @type {Uint8Array[]} */
  const parts = [];
  await database.execProtocolRawStream(message, {
    onRawData: (part) => parts.push(part.slice()), // a view of PGlite's memory, which changes
  });
  const answer = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    answer.set(part, at);
    at += part.length;
  }
  return answer;
}

/** The programs that make a database take 300 MB, which the first collection gives back: a thread that has nothing to do makes none. */
async function collectGarbage() {
  await new Promise((resolve) => setImmediate(resolve)); // before, the call that made them still holds them
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
}
