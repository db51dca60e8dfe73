import type { RunDetail, RunSpans } from "@runline/contract";
import type { Session } from "../database/database.ts";
import { getRun, listPlanRunIds } from "../sql/get-run.ts";
import { listLogRows, listOpenSpans } from "../sql/list-log-rows.ts";
import type { RunRow } from "../sql/run-row.ts";
import { selectOwnSpans, toRunSpans } from "./to-run-spans.ts";
import { toRunEvents } from "./to-run-events.ts";
import { toRunSummary } from "./to-run-summary.ts";

/** Spans of other services carry other clocks, and callers started before the run: how far around it they are looked for. */
const AROUND_MS = 3_600_000;

/** The run with its events; `undefined` when this agent has no such run. */
export async function readRunDetail(session: Session, agentId: string, runId: string): Promise<RunDetail | undefined> {
  const run = await getRun(session, agentId, runId);
  if (!run) return undefined;
  const keys = [runId, ...(await listPlanRunIds(session, agentId, runId))];
  const rows = await listLogRows(session, keys, ...toRange(run));
  const summary = toRunSummary(run);
  return { summary, events: toRunEvents(rows, summary.messageId) };
}

/** Every span of the run, plans and infrastructure spans included; `undefined` when this agent has no such run. */
export async function readRunSpans(session: Session, agentId: string, runId: string): Promise<RunSpans | undefined> {
  const run = await getRun(session, agentId, runId);
  if (!run) return undefined;
  const ownKeys = new Set([runId, ...(await listPlanRunIds(session, agentId, runId))]);
  const joinedTrace = run.traceId !== null && run.traceId !== runId;
  const keys = joinedTrace && run.traceId !== null ? [...ownKeys, run.traceId] : [...ownKeys];
  const open = await listOpenSpans(session, keys); // first: a span that ends in between is then seen twice, not never
  const rows = await listLogRows(session, keys, ...toRange(run));
  const spans = toRunSpans(rows, open);
  return { spans: joinedTrace ? selectOwnSpans(spans, ownKeys) : spans };
}

function toRange(run: RunRow): [from: number, to: number] {
  return [run.startedAt - AROUND_MS, Math.max(run.lastAt, run.endedAt ?? Date.now()) + AROUND_MS];
}
