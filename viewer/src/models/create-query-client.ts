import { QueryClient } from "@tanstack/query-core";
import { RunsApiError } from "@runline/contract/client";

/** Errors that pass by themselves: the server is starting, busy, or out of reach for a moment. */
function isPassing(error: Error): boolean {
  return error instanceof RunsApiError && (error.status === 0 || error.status === 429 || error.status >= 502);
}

/**
 * Makes the cache of everything fetched. What is shown stays on screen while it is fetched again; live events decide
 * when that is, so data does not age by itself.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Runline is mostly on this very machine, reachable without a network.
        networkMode: "always",
        retry: (failures, error) => failures < 2 && isPassing(error),
        retryDelay: (failures) => 500 * 2 ** failures,
        staleTime: 1_000,
        gcTime: 60_000,
      },
    },
  });
}
