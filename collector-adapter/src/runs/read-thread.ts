import { ApiError } from "../http/api-error.ts";
import { startThread, ThreadError, type Thread } from "../thread/start-thread.ts";
import type { ReadSteps } from "./read-jobs.ts";

/** A thread that has no job for this long ends, and gives its memory back. */
const IDLE_MS = 60_000;
/** Memory of the thread. Should the facts of some run need more, it ends instead of the process. */
const MAX_HEAP_MB = 1536;

/** A step that is asked of the thread. */
export interface ReadQuestion {
  job: number;
  name: keyof ReadSteps;
  input: ReadSteps[keyof ReadSteps]["takes"];
}

/** Runs steps of jobs on a thread of their own. */
export type RunStepLater = <Name extends keyof ReadSteps>(
  job: number,
  name: Name,
  input: ReadSteps[Name]["takes"],
) => Promise<ReadSteps[Name]["gives"]>;

/** A thread, and the jobs that were begun on it and not closed. */
interface JobThread {
  thread: Thread<ReadQuestion>;
  jobs: Set<number>;
}

/** The steps that begin a job. */
const BEGINNINGS: ReadonlySet<keyof ReadSteps> = new Set(["openSpans", "openEvents", "openMessages"]);

/**
 * A thread for the runs that are too large to be folded between two requests: it is started when the first is read. A thread that ends
 * by itself fails the jobs that it has, with ApiError `UNAVAILABLE`, and the next job starts another.
 */
export function createReadThread({ heapMb = MAX_HEAP_MB } = {}): RunStepLater {
  let current: JobThread | undefined;
  let idle: NodeJS.Timeout | undefined;

  function get(): JobThread {
    if (current === undefined || current.thread.hasEnded) {
      const entry = new URL("./read-thread-entry.js", import.meta.url);
      current = { thread: startThread({ entry, heapMb }), jobs: new Set() };
    }
    return current;
  }

  /** Ends a thread that has no job for a minute. */
  function endWhenIdle(): void {
    clearTimeout(idle);
    idle = setTimeout(() => {
      if (current === undefined || current.jobs.size > 0) return;
      current.thread.end();
      current = undefined;
    }, IDLE_MS).unref();
  }

  return async (job, name, input) => {
    if (BEGINNINGS.has(name)) get().jobs.add(job);
    // Begun on a thread that has ended between two steps.
    if (current === undefined || !current.jobs.has(job)) throw createEnded();
    const { thread, jobs } = current;
    if (name === "close") jobs.delete(job);
    if (jobs.size === 0) endWhenIdle();
    try {
      return await thread.ask({ job, name, input });
    } catch (error) {
      throw error instanceof ThreadError ? createEnded(error) : error;
    }
  };
}

function createEnded(cause?: unknown): ApiError {
  const message = "The run could not be read: it takes more memory than there is for it at the moment.";
  return new ApiError("UNAVAILABLE", message, { cause });
}
