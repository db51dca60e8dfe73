import { startThread, type Thread } from "../thread/start-thread.ts";
import type { FoldedFacts } from "./fold-set.ts";
import type { KnownSpan } from "./span-set.ts";

/** A thread that has nothing to fold for this long ends, and gives its memory back. */
const IDLE_MS = 60_000;
/** Memory of the thread: 200,000 spans take 600 MB. Should some fold need more, the thread ends instead of the process. */
const MAX_HEAP_MB = 1536;
/** Facts that are handed over between two requests: 5 ms. */
const FACTS_AT_ONCE = 10_000;

/** Facts of spans that the thread lacks, as JSON, by the place of each among all spans of the fold. */
export interface FoldQuestion {
  facts: ReadonlyMap<number, string>;
  /** Spans of the fold, with the last of its facts: it is to be folded. */
  size?: number;
}

/** What the facts of spans make, and about how much CPU that took, ms. */
export interface FoldAnswer {
  folded: FoldedFacts;
  tookMs: number;
}

/** Folds facts of spans on a thread of its own, one fold after the other. */
export interface FoldThread {
  /**
   * Takes the spans of a fold. The thread keeps those that it folded last, so that of a fold that grows only what is new is handed over
   * and read: of 100,000 spans that are folded again, that and folding them takes half the time. What handing over took here is `handedMs`.
   *
   * @throws ThreadError when the thread ends before its answer; the next fold starts another
   */
  fold(spans: Iterable<KnownSpan>): Promise<FoldAnswer & { handedMs: number }>;
  close(): void;
}

/** A thread for folds that are too large to be folded between two requests: it is started for the first of them. */
export function createFoldThread(): FoldThread {
  let thread: Thread<FoldQuestion> | undefined;
  let idle: NodeJS.Timeout | undefined;
  /** What the thread has, each span at its place. */
  let handed: readonly KnownSpan[] = [];

  function get(): Thread<FoldQuestion> {
    if (thread === undefined || thread.hasEnded) {
      handed = [];
      thread = startThread({ entry: new URL("./fold-thread-entry.js", import.meta.url), heapMb: MAX_HEAP_MB });
    }
    return thread;
  }

  function close(): void {
    clearTimeout(idle);
    thread?.end();
    thread = undefined;
    handed = [];
  }

  return {
    close,
    async fold(spans) {
      clearTimeout(idle);
      const own = get();
      let handedMs = 0;
      function hand<Answer>(question: FoldQuestion): Promise<Answer> {
        const since = performance.now();
        const answer = own.ask<Answer>(question);
        handedMs += performance.now() - since;
        return answer;
      }
      const all = [...spans]; // more may come while they are handed over
      const before = handed;
      handed = []; // until the thread has them all
      try {
        const news = all.flatMap((span, place): [number, string][] =>
          span === before[place] ? [] : [[place, span.facts]],
        );
        let at = 0;
        for (; at + FACTS_AT_ONCE < news.length; at += FACTS_AT_ONCE) {
          await hand<undefined>({ facts: new Map(news.slice(at, at + FACTS_AT_ONCE)) });
        }
        const answer = await hand<FoldAnswer>({ facts: new Map(news.slice(at)), size: all.length });
        handed = all;
        return { ...answer, handedMs };
      } finally {
        idle = setTimeout(close, IDLE_MS).unref();
      }
    },
  };
}
