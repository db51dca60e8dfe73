import type { LogRow } from "../records/span-record.ts";
import type { ClassifiedSpan } from "./classified-span.ts";
import type { RowDraft } from "./kinds/kind.ts";
import { KINDS } from "./kinds/kinds.ts";
import { toRowId } from "./row-id.ts";
import { toStoredSpan } from "./to-stored-span.ts";

/** The row that the start of a run or an action makes; other spans have none, and are seen when open as open spans. */
export function toStartRow(source: ClassifiedSpan): LogRow | undefined {
  const draft = KINDS[source.kind].startRow?.(source);
  return draft && toRow(source, "start", draft);
}

/** The row that the end of a span makes; it keeps the whole span. */
export function toEndRow(source: ClassifiedSpan): LogRow {
  const draft = KINDS[source.kind].endRow(source);
  draft.body.span = toStoredSpan(source);
  return toRow(source, "end", draft);
}

function toRow({ span, identity }: ClassifiedSpan, moment: "start" | "end", draft: RowDraft): LogRow {
  return {
    id: toRowId(span.traceId, span.spanId, moment),
    createdAt: moment === "start" ? span.startedAt : (span.endedAt ?? span.startedAt),
    entityId: identity.entityId,
    roomId: identity.roomId,
    agentId: identity.agentId,
    runId: identity.rowRunId,
    parentRunId: identity.parentRunId,
    type: draft.type,
    status: draft.status,
    body: draft.body,
  };
}
