import { safeParse } from "valibot";
import { fromModelLogType, RunEvent, type ActionContext, type RunEventType, type RunSummary } from "@runline/contract";
import type { LogBody } from "../records/span-record.ts";
import { toRowId } from "../spans/row-id.ts";
import type { EventRow } from "../sql/list-log-rows.ts";
import type { RunRow } from "../sql/run-columns.ts";
import { createActionSearch } from "./action-contexts.ts";
import type { Member } from "./select-members.ts";

/** Ids of the rows that the timeline is made of: start and end of each step that the run counts. */
export function toEventRowIds(members: readonly Member[]): string[] {
  return members.filter(isStep).flatMap(toRowIds);
}

/**
 * The timeline of a run: what the fold says of the run itself, and the rows of the steps that it counts. A run that no span
 * stands for has neither start nor end there.
 */
export function toRunEvents(
  run: RunRow,
  summary: RunSummary,
  members: readonly Member[],
  rows: readonly EventRow[],
): RunEvent[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const steps = new Map(
    members.filter(isStep).map((member) => [member, toRowIds(member).flatMap((id) => byId.get(id) ?? [])]),
  );
  const findAction = createActionSearch(members, steps);
  const entries = toRunEntries(run, summary);
  for (const [member, ofStep] of steps) {
    for (const row of ofStep) {
      const event = toStepEvent(row, member, () => findAction(member));
      if (event) entries.push({ event, at: row.createdAt });
    }
  }
  return entries.toSorted((a, b) => a.at - b.at || toOrder(a.event) - toOrder(b.event)).map(({ event }) => event);
}

interface Entry {
  event: RunEvent;
  /** With the fraction that a timestamp has not. */
  at: number;
}

/** Whether the run counts the span: its counts and its events are of the same spans. */
function isStep({ mark, otherAgent, isCaller }: Member): boolean {
  return mark.counted && otherAgent === undefined && !isCaller;
}

function toRowIds({ span: { traceId, spanId } }: Member): string[] {
  return [toRowId(traceId, spanId, "start"), toRowId(traceId, spanId, "end")];
}

/** At the same moment, starts come before what they started and ends after it. */
function toOrder(event: RunEvent): number {
  if (event.type === "RUN_STARTED") return 0;
  if (event.type === "ACTION_STARTED") return 1;
  return event.type === "RUN_ENDED" ? 3 : 2;
}

function toRunEntries(run: RunRow, { messageId, metadata }: RunSummary): Entry[] {
  if (run.rootSpanId === null) return [];
  const { startedAt, endedAt, status } = run;
  const { source, error, outcome } = metadata ?? {};
  const start = toEvent("RUN_STARTED", startedAt, { messageId, source });
  const durationMs = endedAt === null ? undefined : Math.round((endedAt - startedAt) * 1000) / 1000;
  const end = endedAt === null ? undefined : toEvent("RUN_ENDED", endedAt, { status, durationMs, error, outcome });
  return [
    ...(start ? [{ event: start, at: startedAt }] : []),
    ...(end && endedAt ? [{ event: end, at: endedAt }] : []),
  ];
}

function toStepEvent(
  row: EventRow,
  { mark }: Member,
  findAction: () => ActionContext | undefined,
): RunEvent | undefined {
  const { type, createdAt, body } = row;
  const { model, responseModel, provider, tokens, cost, error } = mark.facts ?? {};
  const modelType = fromModelLogType(type);
  if (modelType !== undefined) {
    return toEvent("MODEL_USED", createdAt, {
      modelType,
      executionTime: body["executionTime"],
      // What only the details of the call tell.
      ...withoutUndefined({
        provider,
        model: responseModel ?? model,
        inputTokens: tokens?.input,
        outputTokens: tokens?.output,
      }),
      ...withoutUndefined({ cost, error }),
      ...pick(body, ["provider", "model", "inputTokens", "outputTokens", "cost", "attempt", "attribution"]),
      ...pick(body, ["timeToFirstChunk", "error", "prompt", "response"]),
      actionContext: body["actionContext"] ?? findAction(),
    });
  }
  switch (type) {
    case "action_event":
      return toEvent("ACTION_STARTED", createdAt, pick(body, ["actionId", "actionName", "messageId", "planStep"]));
    case "action":
      return toEvent("ACTION_COMPLETED", createdAt, {
        actionId: body["actionId"],
        actionName: body["action"],
        success: body["success"],
        durationMs: body["duration"],
        ...pick(body, ["result", "error", "planStep"]),
      });
    case "evaluator":
      return toEvent("EVALUATOR_COMPLETED", createdAt, {
        evaluatorName: body["evaluator"],
        success: body["success"],
        durationMs: body["duration"],
        ...pick(body, ["error"]),
      });
    case "embedding_event":
      return toEvent("EMBEDDING_EVENT", createdAt, {
        status: body["status"],
        durationMs: body["duration"],
        ...pick(body, ["memoryId", "model", "attempt", "attribution", "error"]),
      });
    default:
      return undefined;
  }
}

/** Rows are our own, but may be an older version's or elizaOS's: the contract's schema decides whether they make an event. */
function toEvent(type: RunEventType, at: number, data: Record<string, unknown>): RunEvent | undefined {
  const parsed = safeParse(RunEvent, { type, timestamp: Math.floor(at), data: withoutUndefined(data) });
  return parsed.success ? parsed.output : undefined;
}

function withoutUndefined(data: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
}

function pick(body: LogBody, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.flatMap((key) => (body[key] === undefined ? [] : [[key, body[key]]])));
}
