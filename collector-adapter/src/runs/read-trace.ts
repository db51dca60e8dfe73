import type { RunSpans } from "@runline/contract";
import type { Session } from "../database/database.ts";
import { toTraceKey } from "../uuid.ts";
import { listFoldsOfTrace } from "../sql/list-folds.ts";
import { readFold } from "./read-fold.ts";
import { readSpans } from "./read-spans.ts";
import { selectTrace } from "./select-members.ts";

/** Every span of a trace, whosever run it belongs to; `undefined` when nothing was received of the trace. */
export async function readTraceSpans(session: Session, traceId: string): Promise<RunSpans | undefined> {
  const folds = await listFoldsOfTrace(session, toTraceKey(traceId));
  if (folds.length === 0) return undefined;
  const fold = await readFold(session, folds, []);
  return readSpans(session, fold, selectTrace(fold.spans, fold.result, traceId));
}
