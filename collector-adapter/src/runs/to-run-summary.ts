import { LOST_AFTER_MS, type RunMetadata, type RunSummary } from "@runline/contract";
import type { RunRow } from "../sql/run-columns.ts";

/**
 * A row of `runs` as the API shows it. An agent that knows no messages, rooms or users still gets ids: its run, and the
 * agent itself, so that every client finds a UUID there.
 */
export function toRunSummary(row: RunRow): RunSummary {
  const startedAt = Math.floor(row.startedAt);
  const endedAt = row.endedAt === null ? undefined : Math.floor(row.endedAt);
  const failed = row.status === "error" || row.status === "timeout";
  const isLost = row.status === "started" && row.silentMs !== null && row.silentMs > LOST_AFTER_MS;
  const metadata: RunMetadata = Object.fromEntries(Object.entries(row.metadata).filter(([, value]) => value !== null));
  return {
    runId: row.runId,
    status: row.status,
    startedAt,
    ...(endedAt !== undefined && { endedAt, durationMs: endedAt - startedAt }),
    messageId: row.messageId ?? row.runId,
    roomId: row.roomId ?? row.agentId,
    entityId: row.entityId ?? row.agentId,
    counts: {
      actions: row.actions,
      modelCalls: row.modelCalls,
      errors: Math.max(row.errors, failed ? 1 : 0),
      evaluators: row.evaluators,
    },
    metadata,
    ...(isLost && { lost: true }),
  };
}
