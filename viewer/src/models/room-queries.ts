import type { RoomList } from "@runline/contract";
import { queryKeys } from "./query-keys.ts";
import { useQuery, type QueryOptions, type QueryState } from "./use-query.ts";

/** The rooms in which agents were asked something, those with the newest runs first. */
export function useListRooms(options: QueryOptions = {}): QueryState<RoomList> {
  return useQuery({ ...options, queryKey: queryKeys.rooms(), call: (runs, signal) => runs.listRooms({}, { signal }) });
}
