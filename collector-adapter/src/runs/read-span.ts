import type { SpanDetail } from "@runline/contract";
import type { Session } from "../database/database.ts";
import { toRowId } from "../spans/row-id.ts";
import type { FoldRow } from "../sql/fold-columns.ts";
import { listLogRecords } from "../sql/list-log-records.ts";
import { listEndedSpans, listOpenSpans } from "../sql/list-spans-of-id.ts";
import { toEndedDetail, toOpenDetail, toUnseenDetail } from "./to-span-detail.ts";

/**
 * What was sent of one span of some folds, but of the facts that its bar shows, with the log records that name the span;
 * `undefined` when nothing is known of it.
 *
 * @param isShown - whether a span of this agent, or of none, is to be seen
 */
export async function readSpan(
  session: Session,
  folds: readonly FoldRow[],
  spanId: string,
  isShown: (agentId: string | null) => boolean,
): Promise<SpanDetail | undefined> {
  const traceIds = new Set(folds.flatMap((fold) => fold.traceKeys).map((key) => key.replaceAll("-", "")));
  const rowIds = [...traceIds].map((traceId) => toRowId(traceId, spanId, "end"));
  // The open one is read first: should the span end in between, its end is found.
  const open = await listOpenSpans(session, folds, spanId);
  const ended = await listEndedSpans(session, folds, rowIds);
  const end = ended.find((row) => isShown(row.agentId));
  const logRecords = await listLogRecords(session, folds, spanId);
  if (end) return toEndedDetail(end, logRecords);
  const begun = open.find((row) => isShown(row.agentId));
  if (begun) return toOpenDetail(begun, logRecords);
  return open.length + ended.length === 0 ? toUnseenDetail(spanId, logRecords) : undefined;
}
