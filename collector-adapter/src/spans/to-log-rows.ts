import type { LogRow } from "../records/span-record.ts";
import type { ClassifiedSpan } from "./classified-span.ts";
import type { RowDraft } from "./kinds/kind.ts";
import { KINDS } from "./kinds/kinds.ts";
import { toRowId } from "./row-id.ts";
import { toStoredSpan } from "./to-stored-span.ts";

/** The row that the start of a run or an action makes; other spans have none, and are seen when open as open spans. */
export function toStartRow(source: ClassifiedSpan, version: string): LogRow | undefined {
  const draft = KINDS[source.kind].startRow?.(source);
  return draft && toRow(source, { moment: "start", draft, version });
}

/** The row that the end of a span makes; it keeps the whole span. */
export function toEndRow(source: ClassifiedSpan, version: string, facts: string): LogRow {
  const draft = KINDS[source.kind].endRow(source);
  draft.body.span = toStoredSpan(source);
  return toRow(source, { moment: "end", draft, version, facts });
}

interface RowParts {
  moment: "start" | "end";
  draft: RowDraft;
  version: string;
  facts?: string;
}

function toRow({ span, identity }: ClassifiedSpan, { moment, draft, version, facts }: RowParts): LogRow {
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
    body: JSON.stringify(draft.body),
  };
}
