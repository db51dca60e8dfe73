import type { NoticeList } from "@runline/contract";
import { useQuery, type QueryOptions, type QueryState } from "./use-query.ts";

/** What senders do wrong. The server keeps it in memory, so that asking costs next to nothing. */
export function useListNotices(options: QueryOptions): QueryState<NoticeList> {
  return useQuery({
    ...options,
    queryKey: ["notices"],
    call: (runs, signal) => runs.listNotices({ signal }),
  });
}
