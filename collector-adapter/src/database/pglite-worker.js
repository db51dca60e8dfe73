// PGlite on a thread of its own: it runs synchronously, and a batch of 2000 rows takes it 50 to 200 ms, in which the
// server's event loop would stand still. Plain JavaScript, so that the same file name works from src and from dist.
import { parentPort, workerData } from "node:worker_threads";
import { PGlite } from "@electric-sql/pglite";

if (!parentPort) throw new Error("pglite-worker.js is started by pglite.ts as a worker thread.");
const port = parentPort;

const database = await PGlite.create(workerData.dataDir);
port.on("message", async (/** @type {Uint8Array | "close"} */ message) => {
  if (message === "close") {
    await database.close();
    port.close();
    return;
  }
  port.postMessage(await database.execProtocolRaw(message));
});
port.postMessage("ready");
