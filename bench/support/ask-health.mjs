// A thread that asks a server for its health again and again: whoever loads the server is too busy to measure it.
import { parentPort, workerData } from "node:worker_threads";

const ASK_EVERY_MS = 50;

let worstMs = 0;
const asked = { toEnd: false };
parentPort?.once("message", () => (asked.toEnd = true));
while (!asked.toEnd) {
  const since = performance.now();
  await (await fetch(`${workerData}/healthz`)).arrayBuffer();
  worstMs = Math.max(worstMs, performance.now() - since);
  await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
}
parentPort?.postMessage(worstMs);
