import type { SpanSet } from "./span-set.ts";

/** Most that is remembered: about 130 000 spans. */
const MAX_BYTES = 128 * 1024 * 1024;

/**
 * Remembers the spans of folds that grow, so that each batch need not read all of them again. What is remembered is right for one
 * version of the fold's row, which every commit of spans raises, also one of another process.
 */
export interface FoldCache {
  /** Hands out the spans of that version, if they are known; the caller changes them and puts them back after its commit. */
  take(foldKey: string, version: number): SpanSet | undefined;
  /** Remembers spans as they are in a version that is committed; the folds least recently put are forgotten first. */
  put(foldKey: string, version: number, spans: SpanSet): void;
}

interface Entry {
  version: number;
  spans: SpanSet;
}

export function createFoldCache(maxBytes = MAX_BYTES): FoldCache {
  const entries = new Map<string, Entry>();
  let bytes = 0;

  function remove(foldKey: string, entry: Entry): void {
    entries.delete(foldKey);
    bytes -= entry.spans.bytes;
  }

  return {
    take(foldKey, version) {
      const entry = entries.get(foldKey);
      if (entry === undefined) return undefined;
      remove(foldKey, entry);
      return entry.version === version ? entry.spans : undefined;
    },
    put(foldKey, version, spans) {
      const before = entries.get(foldKey);
      if (before !== undefined && before.version > version) return; // another transaction of this process was later
      if (before !== undefined) remove(foldKey, before);
      if (spans.bytes > maxBytes) return; // the others are worth more
      entries.set(foldKey, { version, spans });
      bytes += spans.bytes;
      for (const [oldestKey, oldest] of entries) {
        if (bytes <= maxBytes) break;
        remove(oldestKey, oldest);
      }
    },
  };
}
