import { Worker } from "node:worker_threads";
import { ApiError } from "../http/api-error.ts";
import type { ReadSteps } from "./read-jobs.ts";

/** A thread that nobody asked anything for this long ends, and gives its memory back. */
const IDLE_MS = 60_000;
/** Memory of the thread. Should the facts of some run need more, it ends instead of the process. */
const MAX_HEAP_MB = 1536;

/** A step that is asked of the thread, and its answer. */
export interface ThreadQuestion {
  id: number;
  job: number;
  name: keyof ReadSteps;
  input: ReadSteps[keyof ReadSteps]["takes"];
}
/** The value is what the step gives, which the asker alone knows. */
export type ThreadAnswer<Value> = { id: number; value: Value } | { id: number; error: string };

/** Runs steps of jobs on a thread of their own. */
export type RunStepLater = <Name extends keyof ReadSteps>(
  job: number,
  name: Name,
  input: ReadSteps[Name]["takes"],
) => Promise<ReadSteps[Name]["gives"]>;

interface Waiting {
  resolve: (value: never) => void;
  reject: (error: Error) => void;
}

/**
 * A thread for the runs that are too large to be folded between two requests: it is started when the first is read. A thread that ends
 * by itself fails the reads under way, and the next read starts another.
 */
export function createReadThread(): RunStepLater {
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let count = 0;
  const waiting = new Map<number, Waiting>();

  function start(): Worker {
    const started = new Worker(new URL("./read-thread-entry.js", import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    let reason: unknown;
    started.unref();
    started.on("message", (answer: ThreadAnswer<never>) => {
      const asked = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ("error" in answer) asked?.reject(new Error(answer.error));
      else asked?.resolve(answer.value);
      if (waiting.size === 0) rest();
    });
    started.on("error", (error) => (reason = error)); // an exit follows
    started.on("exit", () => {
      if (worker === started) worker = undefined;
      const error = new ApiError("UNAVAILABLE", "The run could not be read: it is too large at the moment.", {
        cause: reason,
      });
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    });
    return started;
  }

  function rest(): void {
    clearTimeout(idle);
    idle = setTimeout(() => {
      if (waiting.size > 0) return;
      void worker?.terminate();
      worker = undefined;
    }, IDLE_MS).unref();
  }

  return (job, name, input) =>
    new Promise((resolve, reject) => {
      worker ??= start();
      const question: ThreadQuestion = { id: ++count, job, name, input };
      waiting.set(question.id, { resolve, reject });
      worker.postMessage(question);
    });
}
