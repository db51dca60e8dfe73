import type { RunDetail, RunSpans } from "@runline/contract";
import type { Session } from "../database/database.ts";
import { getRun, type RunName } from "../sql/get-run.ts";
import { listFolds } from "../sql/list-folds.ts";
import { listEventRows } from "../sql/list-log-rows.ts";
import type { RunRow } from "../sql/run-columns.ts";
import { readFold, type ReadFold } from "./read-fold.ts";
import { readSpans } from "./read-spans.ts";
import { selectMembers } from "./select-members.ts";
import { toEventRowIds, toRunEvents } from "./to-run-events.ts";
import { toRunSummary } from "./to-run-summary.ts";

/** The run with its events; `undefined` when there is no run of that name. */
export async function readRunDetail(session: Session, name: RunName): Promise<RunDetail | undefined> {
  const run = await getRun(session, name);
  if (!run) return undefined;
  const { folds, spans, result } = await readFoldOf(session, run);
  const members = selectMembers(spans, result, run);
  const rows = await listEventRows(session, folds, toEventRowIds(members));
  const summary = toRunSummary(run);
  const folded = result.runs.find(({ agentId, runId }) => agentId === run.agentId && runId === run.runId);
  const error = summary.metadata?.error && (folded?.error ?? summary.metadata.error); // whole, where a list has its beginning
  return { summary, events: toRunEvents(run, { ...summary, metadata: { ...summary.metadata, error } }, members, rows) };
}

/** Every span of the run, with what it called and who called it; `undefined` when there is no run of that name. */
export async function readRunSpans(session: Session, name: RunName): Promise<RunSpans | undefined> {
  const run = await getRun(session, name);
  if (!run) return undefined;
  const fold = await readFoldOf(session, run);
  return readSpans(session, fold, selectMembers(fold.spans, fold.result, run));
}

/** The spans of the run with all that is known of its trace. */
async function readFoldOf(session: Session, { foldKey, traceKey }: RunRow): Promise<ReadFold> {
  const near = await listFolds(session, [...new Set([foldKey, traceKey])]);
  const known = new Set(near.map((fold) => fold.foldKey));
  const joined = near.flatMap((fold) => fold.joined).filter((key) => !known.has(key));
  const far = joined.length === 0 ? [] : await listFolds(session, joined);
  return readFold(
    session,
    near.filter((fold) => fold.foldKey === foldKey),
    [...near.filter((fold) => fold.foldKey !== foldKey), ...far],
  );
}
