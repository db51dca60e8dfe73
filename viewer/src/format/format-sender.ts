import type { RunSummary } from "@runline/contract";
import { formatShortId } from "./format-short-id.ts";

/** Who a run is for; `undefined` when that is not known: the API then gives the id of the agent. */
export function formatSender({ agentId, metadata, entityId }: RunSummary): string | undefined {
  return metadata?.entityName ?? metadata?.userId ?? (entityId === agentId ? undefined : formatShortId(entityId));
}
