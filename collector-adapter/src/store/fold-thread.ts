import { startThread, type Thread } from "../thread/start-thread.ts";
import type { FoldedFacts } from "./fold-set.ts";

/** A thread that has nothing to fold for this long ends, and gives its memory back. */
const IDLE_MS = 60_000;
/** Memory of the thread: 200,000 spans take 600 MB. Should some fold need more, the thread ends instead of the process. */
const MAX_HEAP_MB = 1536;
/** Facts that are handed over between two requests: 5 ms. */
const FACTS_AT_ONCE = 10_000;

/** Facts of a fold, as JSON: some of them, the last ones last. */
export interface FoldQuestion {
  slice: readonly string[];
  isLast: boolean;
}

/** What the facts of spans make, and about how much CPU that took, ms. */
export interface FoldAnswer {
  folded: FoldedFacts;
  tookMs: number;
}

/** Folds facts of spans on a thread of its own, of one fold at a time. */
export interface FoldThread {
  /**
   * Takes facts as JSON. What handing them over took here is `handedMs`.
   *
   * @throws ThreadError when the thread ends before its answer; the next fold starts another
   */
  fold(facts: readonly string[]): Promise<FoldAnswer & { handedMs: number }>;
  close(): void;
}

/** A thread for folds that are too large to be folded between two requests: it is started for the first of them. */
export function createFoldThread(): FoldThread {
  let thread: Thread<FoldQuestion> | undefined;
  let idle: NodeJS.Timeout | undefined;

  function get(): Thread<FoldQuestion> {
    if (thread === undefined || thread.hasEnded) {
      thread = startThread({ entry: new URL("./fold-thread-entry.js", import.meta.url), heapMb: MAX_HEAP_MB });
    }
    return thread;
  }

  function close(): void {
    clearTimeout(idle);
    thread?.end();
    thread = undefined;
  }

  return {
    close,
    async fold(facts) {
      clearTimeout(idle);
      const own = get();
      let handedMs = 0;
      function hand<Answer>(question: FoldQuestion): Promise<Answer> {
        const since = performance.now();
        const answer = own.ask<Answer>(question);
        handedMs += performance.now() - since;
        return answer;
      }
      try {
        let at = 0;
        for (; at + FACTS_AT_ONCE < facts.length; at += FACTS_AT_ONCE) {
          await hand<undefined>({ slice: facts.slice(at, at + FACTS_AT_ONCE), isLast: false });
        }
        return { ...(await hand<FoldAnswer>({ slice: facts.slice(at), isLast: true })), handedMs };
      } finally {
        idle = setTimeout(close, IDLE_MS).unref();
      }
    },
  };
}
