import type { RunSpans } from "@runline/contract";
import type { Session } from "../database/database.ts";
import { toRowId } from "../spans/row-id.ts";
import { listOpenSpans, listSpanRows } from "../sql/list-log-rows.ts";
import { toSpanKey, type ReadFold } from "./read-fold.ts";
import type { Member } from "./select-members.ts";
import { toRunSpans } from "./to-run-spans.ts";

/** Reads what was sent of the members beside their facts, and makes bars of them. */
export async function readSpans(session: Session, fold: ReadFold, members: readonly Member[]): Promise<RunSpans> {
  const { folds, silentMs, omitted } = fold;
  const openIds = members.flatMap(({ span }) => (silentMs.has(toSpanKey(span)) ? [span.spanId] : []));
  const endIds = members.map(({ span }) => toRowId(span.traceId, span.spanId, "end"));
  const open = await listOpenSpans(session, folds, openIds);
  const ended = await listSpanRows(session, folds, endIds);
  return { spans: toRunSpans(members, { open, ended, silentMs }), ...(omitted > 0 && { omitted }) };
}
