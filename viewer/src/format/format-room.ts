import type { RunSummary } from "@runline/contract";

/** A room as a person would call it: the agent's own conversation id where there is one, else the beginning of its id. */
export function formatRoom({ roomId, metadata }: RunSummary): string {
  return metadata?.conversationId ?? `Room ${roomId.slice(0, 8)}`;
}
