import type { QueryClient, QueryKey } from "@tanstack/query-core";

/** Fetches again what events tell of. */
export interface Refresher {
  /** Something under each of these keys has changed. */
  add(keys: readonly QueryKey[]): void;
  close(): void;
}

/**
 * Fetches again what is on screen under the given keys: each at once for its first event, then as often as the server can
 * answer and at most every `gapMs`, and with a pause as long as the fetch took: what is large keeps the server busy at most half of
 * the time. A fetch under way is never cancelled by an event, else a busy agent would starve
 * the page; but it may have been answered before the event, so another one follows it.
 */
export function createRefresher(queryClient: QueryClient, gapMs: number): Refresher {
  const pending = new Set<string>();
  const busy = new Set<string>();

  async function refresh(id: string, queryKey: QueryKey): Promise<void> {
    busy.add(id);
    while (pending.delete(id)) {
      if (queryClient.isFetching({ queryKey }) > 0) pending.add(id);
      const since = performance.now();
      await queryClient.invalidateQueries({ queryKey }, { cancelRefetch: false });
      const tookMs = performance.now() - since;
      await new Promise((resolve) => setTimeout(resolve, Math.max(gapMs - tookMs, tookMs)));
    }
    busy.delete(id);
  }

  return {
    add(keys) {
      for (const key of keys) {
        const id = JSON.stringify(key);
        pending.add(id);
        if (!busy.has(id)) void refresh(id, key);
      }
    },
    close: () => pending.clear(),
  };
}
