import type { LogRow } from "../records/span-record.ts";
import type { ClassifiedSpan } from "./classified-span.ts";
import type { RowDraft } from "./kinds/kind.ts";
import { toRowId } from "./row-id.ts";

/** What a row says of its span. */
export interface RowParts extends Pick<LogRow, "version" | "facts" | "body"> {
  moment: "start" | "end";
  draft: RowDraft;
}

/** The row that the start or the end of a span makes. */
export function toLogRow(
  { span, identity }: ClassifiedSpan,
  { moment, draft, version, facts, body }: RowParts,
): LogRow {
  return {
    id: toRowId(span.traceId, span.spanId, moment),
    runId: identity.rowRunId,
    foldKey: identity.foldKey,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    startedAt: span.startedAt,
    createdAt: moment === "start" ? span.startedAt : (span.endedAt ?? span.startedAt),
    agentId: identity.agentId,
    entityId: identity.entityId,
    roomId: identity.roomId,
    parentRunId: identity.parentRunId,
    type: draft.type,
    status: draft.status,
    version,
    facts,
    body,
  };
}
