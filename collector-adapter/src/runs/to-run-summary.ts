import type { RunMetadata, RunSummary } from "@runline/contract";
import type { RunDetails } from "../records/run-record.ts";
import type { RunRow } from "../sql/run-columns.ts";

/**
 * A row of `runs` as the API shows it. An agent that knows no messages, rooms or users still gets ids: its run, and the
 * agent itself, so that every client finds a UUID there.
 */
export function toRunSummary(row: RunRow): RunSummary {
  const { summary } = row;
  const startedAt = Math.floor(row.startedAt);
  const endedAt = row.endedAt === null ? undefined : Math.floor(row.endedAt);
  const hasFailed = row.status === "error" || row.status === "timeout";
  const { actions, modelCalls, errors, evaluators } = summary.counts;
  const traceId = row.traceKey.replaceAll("-", "");
  return {
    runId: row.runId,
    agentId: row.agentId,
    status: row.status,
    startedAt,
    ...(endedAt !== undefined && { endedAt, durationMs: endedAt - startedAt }),
    messageId: summary.messageId ?? row.runId,
    roomId: row.roomId ?? row.agentId,
    entityId: summary.entityId ?? row.agentId,
    counts: { actions, modelCalls, errors, evaluators },
    metadata: toMetadata(row, traceId),
    ...(summary.waiting && { waiting: { ...summary.waiting, since: Math.floor(summary.waiting.since) } }),
    ...(row.lost && { lost: true, lastHeardAt: Math.floor(row.lastHeardAt) }),
    name: summary.name,
    ...(summary.agentName !== undefined && { agentName: summary.agentName }),
    serviceName: summary.serviceName,
    traceId,
    ...(row.rootSpanId !== null && { rootSpanId: row.rootSpanId }),
    ...(summary.message !== undefined && { message: summary.message }),
    ...(hasFailed && summary.cause && { cause: summary.cause }),
    ...(Object.keys(summary.tokens).length > 0 && { tokens: summary.tokens }),
    ...(summary.cost && { cost: summary.cost }),
    ...(summary.models.length > 0 && { models: summary.models }),
    ...(summary.sketch && summary.sketch.length > 0 && { sketch: summary.sketch }),
    ...(row.actions.length > 0 && { actions: row.actions }),
    time: summary.time,
    ...(summary.observations && { observations: summary.observations }),
  };
}

function toMetadata({ status, roomId, summary }: RunRow, traceId: string): RunMetadata {
  const {
    agentName = summary.programName,
    roomName,
    entityName,
    source,
    outcome,
    conversationId,
    userId,
    entityId,
    imported,
  } = summary;
  const error = getError(status, summary);
  return {
    ...(agentName !== undefined && { agentName }),
    ...(roomName !== undefined && { roomName }),
    ...(entityName !== undefined && { entityName }),
    ...(source !== undefined && { source }),
    ...(isAsSent(conversationId, roomId) && { conversationId }),
    ...(isAsSent(userId, entityId) && { userId }),
    ...(outcome !== undefined && { outcome }),
    ...(error !== undefined && { error }),
    traceId,
    ...(imported && { imported }),
  };
}

/** Whether an id was sent that is not a UUID: the id beside it is made of it. */
function isAsSent(sent: string | undefined, id: string | null | undefined): sent is string {
  return sent !== undefined && sent.toLowerCase() !== id;
}

function getError(status: RunRow["status"], { error, ifSilent }: RunDetails): string | undefined {
  if (status !== "error" && status !== "timeout") return undefined;
  return error ?? ifSilent?.error;
}
