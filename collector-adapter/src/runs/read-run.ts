import type { RunDetail, RunSpans } from "@runline/contract";
import type { Session } from "../database/database.ts";
import { getRun, listPlanRunIds, type RunName } from "../sql/get-run.ts";
import { listEventRows, listOpenSpans, listSpanRows, type RowOwner } from "../sql/list-log-rows.ts";
import type { RunRow } from "../sql/run-columns.ts";
import { leaveOutOtherRuns, selectOwnSpans, toRunSpans } from "./to-run-spans.ts";
import { toRunEvents } from "./to-run-events.ts";
import { toRunSummary } from "./to-run-summary.ts";

/** Spans of other services carry other clocks, and callers started before the run: how far back they are looked for. */
const BEFORE_MS = 3_600_000;

/** The run with its events; `undefined` when there is no run of that name. */
export async function readRunDetail(session: Session, name: RunName): Promise<RunDetail | undefined> {
  const run = await getRun(session, name);
  if (!run) return undefined;
  const rows = await listEventRows(session, await getOwner(session, run), run.startedAt - BEFORE_MS);
  const summary = toRunSummary(run);
  return { summary, events: toRunEvents(rows, summary.messageId) };
}

/** Every span of the run, plans and infrastructure spans included; `undefined` when there is no run of that name. */
export async function readRunSpans(session: Session, name: RunName): Promise<RunSpans | undefined> {
  const run = await getRun(session, name);
  if (!run) return undefined;
  const owner = await getOwner(session, run);
  const own = await readSpans(session, run, owner);
  const ownKeys = new Set(owner.runIds);
  if (run.traceId === null || ownKeys.has(run.traceId)) return { spans: leaveOutOtherRuns(toRunSpans(own), ownKeys) };
  // Read apart: however much the trace that the run joined holds, the run's own spans are all there.
  const around = await readSpans(session, run, { ...owner, runIds: [run.traceId] });
  const spans = toRunSpans({ ended: [...own.ended, ...around.ended], open: [...own.open, ...around.open] });
  return { spans: selectOwnSpans(spans, ownKeys) };
}

async function getOwner(session: Session, { agentId, runId }: RunRow): Promise<RowOwner> {
  return { agentId, runIds: [runId, ...(await listPlanRunIds(session, agentId, runId))] };
}

async function readSpans(session: Session, run: RunRow, owner: RowOwner) {
  const open = await listOpenSpans(session, owner); // first: a span that ends in between is then seen twice, not never
  const ended = await listSpanRows(session, owner, run.startedAt - BEFORE_MS);
  return { open, ended };
}
