import { parentPort } from "node:worker_threads";
import { createReadJobs } from "./read-jobs.ts";
import type { ThreadAnswer, ThreadQuestion } from "./read-thread.ts";

const run = createReadJobs();

parentPort?.on("message", ({ id, job, name, input }: ThreadQuestion) => {
  parentPort?.postMessage(answer(id, () => run(job, name, input)));
});

function answer(id: number, step: () => unknown): ThreadAnswer<unknown> {
  try {
    return { id, value: step() };
  } catch (error) {
    return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
