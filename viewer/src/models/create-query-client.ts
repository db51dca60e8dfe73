import { QueryClient } from "@tanstack/query-core";
import { RunsApiError } from "@runline/contract/client";

/** Errors that pass by themselves: the server is starting, busy, or out of reach for a moment. */
function isPassing(error: Error): boolean {
  return error instanceof RunsApiError && (error.status === 0 || error.status === 429 || error.status >= 502);
}

/** Tries of what the server asks to try again later: for some minutes. */
const MAX_TRIES_LATER = 60;

/** For a query that waits while the server is busy with others, as its component says. */
export const WAITING = {
  retry: (failures: number, error: Error) =>
    failures < (toWaitMs(error) === undefined ? 2 : MAX_TRIES_LATER) && isPassing(error),
  retryDelay: (failures: number, error: Error) => toWaitMs(error) ?? 500 * 2 ** failures,
};

function toWaitMs(error: Error): number | undefined {
  return error instanceof RunsApiError ? error.retryAfterMs : undefined;
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
