// Sends runs of 20 spans at the rate of its arguments until a line comes on stdin, then says what was taken. A process of its own, so
// that who measures does not wait for it.
import { once } from "node:events";
import { createInterface } from "node:readline";
import { createSmallRuns } from "./create-traffic.ts";
import { AGENTS, toAgentId } from "./clone-runs.ts";
import { sendBodies } from "./send-bodies.ts";

const [url = "", rate = ""] = process.argv.slice(2);
const SPANS_OF_RUN = 20;
const EVERY_MS = 100;
/** Requests that wait for their answer: a server that cannot keep up is not buried. */
const MAX_WAITING = 20;

const over = once(createInterface({ input: process.stdin }), "line");
const startedAt = performance.now();
const runs = Math.round((Number(rate) * EVERY_MS) / 1000 / SPANS_OF_RUN);
let taken = 0;
let waiting = 0;

const timer = setInterval(() => void offer(), EVERY_MS);
await over;
clearInterval(timer);
const seconds = (performance.now() - startedAt) / 1000;
process.stdout.write(`sent ${Math.round(taken / seconds).toLocaleString("en")} spans a second\n`);
process.exit();

async function offer(): Promise<void> {
  if (waiting >= MAX_WAITING) return;
  waiting += 1;
  const { spans, bodies } = createSmallRuns(runs, SPANS_OF_RUN, runs, () =>
    toAgentId(Math.floor(Math.random() * AGENTS)),
  );
  await sendBodies(url, bodies, 1);
  taken += spans;
  waiting -= 1;
}
