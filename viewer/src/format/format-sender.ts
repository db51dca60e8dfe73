import type { RunSummary } from "@runline/contract";

/** Who a run is for; `undefined` when that is not known: the API then gives the id of the agent. */
export function formatSender({ metadata, entityId }: RunSummary, agentId: string): string | undefined {
  return metadata?.entityName ?? metadata?.userId ?? (entityId === agentId ? undefined : entityId.slice(0, 8));
}
