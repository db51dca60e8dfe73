import type { RunSummary } from "@runline/contract";
import { formatShortId } from "./format-short-id.ts";

/**
 * A room as a person would call it: its name, else the agent's own conversation id where there is one, else the beginning of its id.
 * `undefined` when the room is not known: the API then gives the id of the agent.
 */
export function formatRoom({ agentId, roomId, metadata }: RunSummary): string | undefined {
  if (roomId === agentId) return undefined;
  return metadata?.roomName ?? metadata?.conversationId ?? `Room ${formatShortId(roomId)}`;
}
