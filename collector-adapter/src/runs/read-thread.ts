import { Worker } from "node:worker_threads";
import { ApiError } from "../http/api-error.ts";
import type { ReadSteps } from "./read-jobs.ts";

/** A thread that has no job for this long ends, and gives its memory back. */
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

/** A thread that runs. */
interface Thread {
  worker: Worker;
  /** Jobs that were begun and not closed. */
  jobs: Set<number>;
  /** Steps that are not answered, by their id. */
  waiting: Map<number, Waiting>;
}

/** The steps that begin a job. */
const BEGINNINGS: ReadonlySet<keyof ReadSteps> = new Set(["openSpans", "openEvents"]);

/**
 * A thread for the runs that are too large to be folded between two requests: it is started when the first is read. A thread that ends
 * by itself fails the jobs that it has, with ApiError `UNAVAILABLE`, and the next job starts another.
 */
export function createReadThread({ heapMb = MAX_HEAP_MB } = {}): RunStepLater {
  let current: Thread | undefined;
  let idle: NodeJS.Timeout | undefined;
  let count = 0;

  function start(): Thread {
    const worker = new Worker(new URL("./read-thread-entry.js", import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
    });
    const thread: Thread = { worker, jobs: new Set(), waiting: new Map() };
    let reason: unknown;
    worker.unref();
    worker.on("message", (answer: ThreadAnswer<never>) => {
      const asked = thread.waiting.get(answer.id);
      thread.waiting.delete(answer.id);
      if ("error" in answer) asked?.reject(new Error(answer.error));
      else asked?.resolve(answer.value);
    });
    worker.on("error", (error) => (reason = error)); // an exit follows
    worker.on("exit", () => {
      if (current === thread) current = undefined;
      const error = createEnded(reason);
      for (const { reject } of thread.waiting.values()) reject(error);
    });
    return thread;
  }

  /** Ends a thread that has no job for a minute. */
  function endWhenIdle(): void {
    clearTimeout(idle);
    idle = setTimeout(() => {
      if (current === undefined || current.jobs.size > 0) return;
      void current.worker.terminate();
      current = undefined;
    }, IDLE_MS).unref();
  }

  return (job, name, input) =>
    new Promise((resolve, reject) => {
      if (BEGINNINGS.has(name)) (current ??= start()).jobs.add(job);
      const thread = current;
      // Begun on a thread that has ended between two steps.
      if (thread === undefined || !thread.jobs.has(job)) return reject(createEnded());
      if (name === "close") thread.jobs.delete(job);
      if (thread.jobs.size === 0) endWhenIdle();
      const question: ThreadQuestion = { id: ++count, job, name, input };
      thread.waiting.set(question.id, { resolve, reject });
      thread.worker.postMessage(question);
    });
}

function createEnded(cause?: unknown): ApiError {
  const message = "The run could not be read: it takes more memory than there is for it at the moment.";
  return new ApiError("UNAVAILABLE", message, { cause });
}
