import type { Session } from "../database/database.ts";
import { MAX_FOLD_ROWS, type FoldRow } from "../sql/fold-columns.ts";
import { listFacts, type FactsRow } from "../sql/list-facts.ts";
import { createLargeReads } from "./large-reads.ts";
import { createReadJobs, type ReadSteps } from "./read-jobs.ts";
import { createReadThread } from "./read-thread.ts";

/** More spans than these are folded on another thread: so many take 20 ms. */
const MAX_SPANS_HERE = 2_000;
/** Bytes of facts that are read for one answer: those of 300,000 common spans. */
const MAX_FACTS_BYTES = 128 * 1024 * 1024;

/** Where the spans of an answer are: of what is asked for, and of what else is known of the same trace. */
export interface FoldsOfAnswer {
  own: readonly FoldRow[];
  around: readonly FoldRow[];
}

/** One reading, with the steps of its job. */
export interface Reading {
  isLarge: boolean;
  /** About as many spans as there are. */
  total: number;
  step<Name extends keyof ReadSteps>(name: Name, input: ReadSteps[Name]["takes"]): Promise<ReadSteps[Name]["gives"]>;
  /** The facts of all spans, page by page. However much stands around what is asked for, its spans come first. */
  pages(): AsyncGenerator<FactsRow[]>;
  /** Spans that were left out, known after the last page. */
  omitted(): number;
  /** Gives up the job, and the place of a large one. */
  close(): void;
}

/** Begins readings, small ones here and large ones on a thread. */
export interface ReadDesk {
  readonly session: Session;
  /** @throws ApiError `UNAVAILABLE` when too many large runs are being read */
  begin(folds: FoldsOfAnswer, signal: AbortSignal): Reading;
}

/** @param limits - other limits than the usual ones */
export function createReadDesk(session: Session, { maxFactsBytes = MAX_FACTS_BYTES } = {}): ReadDesk {
  const runHere = createReadJobs();
  const runOnThread = createReadThread();
  const largeReads = createLargeReads();
  let jobs = 0;

  return {
    session,
    begin({ own, around }, signal) {
      const total = [...own, ...around].reduce((sum, { spans }) => sum + spans, 0);
      const isLarge = total > MAX_SPANS_HERE;
      const leave = isLarge ? largeReads.enter() : undefined;
      const job = ++jobs;
      let read = 0;
      let isFull = false;

      async function* pages(): AsyncGenerator<FactsRow[]> {
        let bytes = 0;
        for (const folds of [own, around]) {
          for await (const page of listFacts(session, folds)) {
            signal.throwIfAborted();
            read += page.length;
            for (const { facts } of page) bytes += facts.length;
            isFull = read >= MAX_FOLD_ROWS || bytes >= maxFactsBytes;
            yield page;
            if (isFull) return;
          }
        }
      }

      return {
        isLarge,
        total,
        step: async (name, input) => (isLarge ? runOnThread(job, name, input) : runHere(job, name, input)),
        pages,
        omitted: () => (isFull ? Math.max(0, total - read) : 0),
        close() {
          // A thread that has ended has forgotten the job.
          if (isLarge) runOnThread(job, "close", undefined).catch(() => undefined);
          else runHere(job, "close", undefined);
          leave?.();
        },
      };
    },
  };
}
