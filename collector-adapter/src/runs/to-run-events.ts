import { fromModelLogType, RunEvent, type ActionContext, type RunEventType } from "@runline/contract";
import type { LogBody } from "../records/span-record.ts";
import type { EventRow } from "../sql/list-log-rows.ts";
import { toActionContexts } from "./action-contexts.ts";

/**
 * The timeline of a run out of its rows. A run has one `RUN_STARTED` and one `RUN_ENDED`, though the sub-agents of a
 * trace each report theirs: the first start and the last end are the run's.
 */
export function toRunEvents(rows: readonly EventRow[], messageId: string): RunEvent[] {
  const contexts = toActionContexts(rows);
  const isRunStart = (row: EventRow) => row.type === "run_event" && row.status === "started";
  const isRunEnd = (row: EventRow) => row.type === "run_event" && row.status !== "started";
  const start = rows.find(isRunStart);
  const end = rows.findLast(isRunEnd);
  const entries = rows.flatMap((row) => {
    if ((isRunStart(row) && row !== start) || (isRunEnd(row) && row !== end)) return [];
    const event = toRunEvent(row, messageId, contexts);
    return event ? [{ event, at: row.createdAt }] : [];
  });
  return entries.toSorted((a, b) => a.at - b.at || toOrder(a.event) - toOrder(b.event)).map(({ event }) => event);
}

/** At the same moment, starts come before what they started and ends after it. */
function toOrder(event: RunEvent): number {
  if (event.type === "RUN_STARTED") return 0;
  if (event.type === "ACTION_STARTED") return 1;
  return event.type === "RUN_ENDED" ? 3 : 2;
}

function toRunEvent(row: EventRow, messageId: string, contexts: Map<string, ActionContext>): RunEvent | undefined {
  const { body } = row;
  const timestamp = Math.floor(row.createdAt);
  const modelType = fromModelLogType(row.type);
  if (modelType !== undefined) {
    const actionContext = body["actionContext"] ?? contexts.get(row.id);
    return toEvent("MODEL_USED", timestamp, {
      modelType,
      executionTime: body["executionTime"],
      ...pick(body, [
        "provider",
        "model",
        "inputTokens",
        "outputTokens",
        "cost",
        "attempt",
        "attribution",
        "timeToFirstChunk",
        "error",
        "prompt",
        "response",
      ]),
      actionContext,
    });
  }
  switch (row.type) {
    case "run_event":
      if (row.status === "started") return toEvent("RUN_STARTED", timestamp, { messageId, ...pick(body, ["source"]) });
      return toEvent("RUN_ENDED", timestamp, {
        status: row.status,
        durationMs: body["duration"],
        ...pick(body, ["error", "outcome"]),
      });
    case "action_event":
      return toEvent("ACTION_STARTED", timestamp, pick(body, ["actionId", "actionName", "messageId", "planStep"]));
    case "action":
      return toEvent("ACTION_COMPLETED", timestamp, {
        actionId: body["actionId"],
        actionName: body["action"],
        success: body["success"],
        durationMs: body["duration"],
        ...pick(body, ["result", "error", "planStep"]),
      });
    case "evaluator":
      return toEvent("EVALUATOR_COMPLETED", timestamp, {
        evaluatorName: body["evaluator"],
        success: body["success"],
        durationMs: body["duration"],
        ...pick(body, ["error"]),
      });
    case "embedding_event":
      return toEvent("EMBEDDING_EVENT", timestamp, {
        status: body["status"],
        durationMs: body["duration"],
        ...pick(body, ["memoryId", "model", "attempt", "attribution", "error"]),
      });
    default:
      return undefined;
  }
}

/** Rows are our own, but may be an older version's or elizaOS's: the contract's schema decides whether they make an event. */
function toEvent(type: RunEventType, timestamp: number, data: Record<string, unknown>): RunEvent | undefined {
  const defined = Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
  const parsed = RunEvent.safeParse({ type, timestamp, data: defined });
  return parsed.success ? parsed.data : undefined;
}

function pick(body: LogBody, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.flatMap((key) => (body[key] === undefined ? [] : [[key, body[key]]])));
}
