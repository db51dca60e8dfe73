import type { SpanSet } from "./span-set.ts";
import type { FoldKeys } from "./widen-fold.ts";

/** Most that is remembered: about 160,000 spans. */
const MAX_BYTES = 128 * 1024 * 1024;

/**
 * Remembers the spans of folds that grow, so that each batch need not read all of them again. What is remembered is right for one
 * version of the fold's row, which every commit of spans raises, also one of another process. Only what is committed is remembered.
 */
export interface FoldCache {
  /** What is known of a fold, in the version that it is right for. Only a transaction that has locked the fold's row may rely on it. */
  get(foldKey: string): KnownFold | undefined;
  /** Forgets a fold that was erased. */
  remove(foldKey: string): void;
  /** Remembers a fold as it is in a version that is committed; those least recently put are forgotten first. */
  put(foldKey: string, known: KnownFold): void;
}

/** The spans of a fold, and where they are, in a version of its row. */
export interface KnownFold {
  version: number;
  spans: SpanSet;
  keys: FoldKeys;
}

export function createFoldCache(maxBytes = MAX_BYTES): FoldCache {
  // The bytes are those of the moment when a fold was put: its spans may since have become more, to be put again.
  const entries = new Map<string, { known: KnownFold; bytes: number }>();
  let bytes = 0;

  function remove(foldKey: string): void {
    bytes -= entries.get(foldKey)?.bytes ?? 0;
    entries.delete(foldKey);
  }

  return {
    get: (foldKey) => entries.get(foldKey)?.known,
    remove,
    put(foldKey, known) {
      const before = entries.get(foldKey)?.known;
      if (before !== undefined && before.version > known.version) return; // another transaction of this process was later
      remove(foldKey);
      if (known.spans.omitted > 0) return; // these are not all
      if (known.spans.bytes > maxBytes) return; // the others are worth more
      entries.set(foldKey, { known, bytes: known.spans.bytes });
      bytes += known.spans.bytes;
      for (const oldestKey of entries.keys()) {
        if (bytes <= maxBytes) break;
        remove(oldestKey);
      }
    },
  };
}
