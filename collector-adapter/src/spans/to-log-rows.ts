import { toModelLogType, type LogType } from "@runline/contract";
import type { LogBody, LogRow } from "../records/span-record.ts";
import type { ClassifiedSpan } from "./classified-span.ts";
import { toRowId } from "./row-id.ts";
import { getRunStatus, isFailed } from "./span-outcome.ts";
import {
  toActionEndBody,
  toActionStartBody,
  toEmbeddingBody,
  toEvaluatorBody,
  toModelCallBody,
  toModelType,
  toRunEndBody,
  toRunStartBody,
} from "./to-log-body.ts";
import { toStoredSpan } from "./to-stored-span.ts";

/** The row that the start of a run or an action makes; other spans have none, and are seen when open as open spans. */
export function toStartRow(source: ClassifiedSpan): LogRow | undefined {
  switch (source.classification.kind) {
    case "run":
      return toRow(source, "start", "run_event", "started", toRunStartBody(source));
    case "action":
      return toRow(source, "start", "action_event", "started", toActionStartBody(source));
    default:
      return undefined;
  }
}

/** The row that the end of a span makes; it keeps the whole span. */
export function toEndRow(source: ClassifiedSpan): LogRow {
  const { span, classification, identity } = source;
  const result = isFailed(span) ? "failed" : "completed";
  const end = (type: LogType, status: string, body: LogBody) =>
    toRow(source, "end", type, status, { ...body, span: toStoredSpan(source) });
  switch (classification.kind) {
    case "run":
      return end("run_event", getRunStatus(span), toRunEndBody(source));
    case "action":
      return end("action", result, toActionEndBody(source));
    case "model_call":
      return end(toModelLogType(toModelType(source)), result, toModelCallBody(source));
    case "evaluator":
      return end("evaluator", result, toEvaluatorBody(source));
    case "embedding":
      return end("embedding_event", result, toEmbeddingBody(source));
    case "plan":
    case "composed_state":
    case "context_provider":
    case "infrastructure":
      return end("span", result, {
        runId: identity.rowRunId,
        parentRunId: identity.parentRunId,
        input: classification.input,
        output: classification.output,
      });
  }
}

function toRow(source: ClassifiedSpan, moment: "start" | "end", type: LogType, status: string, body: LogBody): LogRow {
  const { span, identity } = source;
  return {
    id: toRowId(span.traceId, span.spanId, moment),
    createdAt: moment === "start" ? span.startedAt : (span.endedAt ?? span.startedAt),
    entityId: identity.entityId,
    roomId: identity.roomId,
    agentId: identity.agentId,
    runId: identity.rowRunId,
    parentRunId: identity.parentRunId,
    type,
    status,
    body,
  };
}
