import { useSignal } from "@preact/signals";
import { keepPreviousData, QueryObserver, type QueryKey, type QueryObserverResult } from "@tanstack/query-core";
import { useEffect, useLayoutEffect, useMemo } from "preact/hooks";
import type { RunsClient } from "@runline/contract/client";
import { useApp } from "./app-context.ts";
import { WAITING } from "./create-query-client.ts";

/** Options of every data hook. */
export interface QueryOptions {
  /** Fetch again this often while the page is visible, in ms. @defaultValue no polling: live events refresh the data */
  pollMs?: number;
  /** `false` fetches nothing. @defaultValue true */
  enabled?: boolean;
}

/** What a data hook knows at this moment. */
export interface QueryState<T> {
  /** The newest answer; stays while it is fetched again, also when that fails. */
  data: T | undefined;
  /** Why the last fetch failed, after its retries. */
  error: Error | undefined;
  /** Why the fetch under way has to be tried again; it will be. */
  waiting: Error | undefined;
  /** `true` while the first answer is on its way and there is nothing to show. */
  isLoading: boolean;
  /** `true` while `data` still belongs to the parameters before. */
  isPrevious: boolean;
  /** Fetches again now. */
  refetch: () => void;
}

/** What one query fetches; `call` gets a signal that is aborted when nobody wants the answer any more. */
export interface QuerySpec<T> extends QueryOptions {
  queryKey: QueryKey;
  call: (runs: RunsClient, signal: AbortSignal) => Promise<T>;
  /** Keep showing the last answer while other parameters load, as for paging. @defaultValue false */
  keepsPrevious?: boolean;
  /** `false` forgets the answer with its component, which always fetches. @defaultValue true */
  isKept?: boolean;
  /** `true` tries again for minutes when the server is busy: the component shows `waiting`. @defaultValue false */
  waits?: boolean;
}

/**
 * Joins one query of `query-core` to the component: fetches on mount, again when the key changes, and cancels on unmount.
 * Components use the hooks made of it, such as `useListRuns`.
 */
export function useQuery<T>({
  queryKey,
  call,
  pollMs,
  enabled = true,
  keepsPrevious = false,
  isKept = true,
  waits = false,
}: QuerySpec<T>): QueryState<T> {
  const { api, queryClient } = useApp();
  const options = {
    queryKey,
    queryFn: ({ signal }: { signal: AbortSignal }) => call(api.peek().runs, signal),
    enabled,
    refetchInterval: pollMs ?? false,
    ...(keepsPrevious ? { placeholderData: keepPreviousData } : {}),
    ...(waits ? WAITING : {}),
    ...(isKept ? {} : { gcTime: 0, staleTime: 0 }),
  } as const;
  const observer = useMemo(() => new QueryObserver<T>(queryClient, options), [queryClient]);
  // The result for these very options, before the observer has been told: no frame shows another key's data.
  const optimistic = observer.getOptimisticResult(queryClient.defaultQueryOptions<T, Error, T, T>(options));
  const version = useSignal(0);
  void version.value;

  useLayoutEffect(() => observer.setOptions(options));
  useEffect(() => observer.subscribe(() => version.value++), [observer]);
  return toQueryState(optimistic, observer);
}

function toQueryState<T>(result: QueryObserverResult<T>, observer: QueryObserver<T>): QueryState<T> {
  return {
    data: result.data,
    error: result.error ?? undefined,
    waiting: (result.isFetching ? result.failureReason : null) ?? undefined,
    isLoading: result.isLoading,
    isPrevious: result.isPlaceholderData,
    refetch: () => void observer.refetch(),
  };
}
