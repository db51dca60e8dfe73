import type { SpanRecord } from "../records/span-record.ts";
import type { OtlpSpan } from "../otlp/otlp-span.ts";
import type { ClassifiedSpan } from "./classified-span.ts";
import { classifySpan } from "./classify-span.ts";
import { toRowId } from "./row-id.ts";
import { toSpanIdentity } from "./span-identity.ts";
import { toEndRow, toStartRow } from "./to-log-rows.ts";
import { toEndEffects, toHeartbeat, toStartEffects } from "./to-run-effects.ts";
import { toStoredSpan } from "./to-stored-span.ts";

/** Turns one span into everything that it brings to the store. Pure: the same span always gives the same record. */
export function toSpanRecord(span: OtlpSpan): SpanRecord {
  const classification = classifySpan(span);
  const identity = toSpanIdentity(span, classification);
  const source: ClassifiedSpan = { ...classification, span, identity };
  const startRow = toStartRow(source);
  const record: SpanRecord = {
    rows: startRow ? [{ row: startRow, effects: toStartEffects(source) }] : [],
    touches: [],
  };
  if (source.kind !== "infrastructure" && identity.agentId !== undefined) {
    record.agent = { agentId: identity.agentId, serviceName: identity.serviceName };
  }
  if (span.endedAt === undefined) {
    record.touches = toHeartbeat(source);
    record.open = {
      runId: identity.rowRunId,
      spanId: span.spanId,
      agentId: identity.agentId,
      startedAt: span.startedAt,
      endRowId: toRowId(span.traceId, span.spanId, "end"),
      body: toStoredSpan(source),
    };
  } else {
    record.rows.push({ row: toEndRow(source), effects: toEndEffects(source) });
    record.closes = { runId: identity.rowRunId, spanId: span.spanId };
  }
  return record;
}
