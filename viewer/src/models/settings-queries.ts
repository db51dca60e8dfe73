import type { Settings } from "@runline/contract";
import { useQuery, type QueryState } from "./use-query.ts";

/** How the server was started, as far as pages need to know. Asked for once in a while: only a restart changes it. */
export function useSettings(): QueryState<Settings> {
  return useQuery({ queryKey: ["settings"], call: (runs, signal) => runs.getSettings({ signal }) });
}
