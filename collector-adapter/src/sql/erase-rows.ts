import type { Session } from "../database/database.ts";
import { toTimestamp } from "../database/timestamps.ts";
import { deleteRunsOfAgent } from "./delete-runs.ts";
import { IS_OF_FOLDS, toFoldValues, type FoldRow } from "./fold-columns.ts";

const DELETE_LOGS = `delete from logs where ${IS_OF_FOLDS}`;
const DELETE_OPEN = "delete from open_spans where run_id = any($1::uuid[]) and fold_key = any($2::uuid[])";
const DELETE_JOINED = "delete from joined_folds where trace_key = any($1::uuid[]) and fold_key = any($2::uuid[])";
const DELETE_FOLDS = "delete from folds where fold_key = any($1::uuid[])";

/**
 * Deletes folds that the transaction has locked, with their spans and what says in which traces they are. Their runs are left to
 * `deleteRunsOfFolds`.
 *
 * @param logsFrom - rows of `logs` that start earlier stay, ms since the epoch: they go with the table of their day
 */
export async function deleteFolds(
  session: Session,
  folds: readonly FoldRow[],
  logsFrom = Number.NEGATIVE_INFINITY,
): Promise<void> {
  if (folds.length === 0) return;
  const foldKeys = folds.map(({ foldKey }) => foldKey);
  const later = folds.filter(({ lastStartAt }) => lastStartAt !== null && lastStartAt >= logsFrom);
  const place = toFoldValues(later.map((fold) => ({ ...fold, firstStartAt: toLater(fold.firstStartAt, logsFrom) })));
  if (place !== undefined) await session.query({ name: "erase_logs", text: DELETE_LOGS, values: place });
  const logKeys = [...new Set(folds.flatMap((fold) => fold.logKeys))];
  await session.query({ name: "erase_open_spans", text: DELETE_OPEN, values: [logKeys, foldKeys] });
  const traceKeys = [...new Set(folds.flatMap((fold) => fold.traceKeys))];
  await session.query({ name: "erase_joined_folds", text: DELETE_JOINED, values: [traceKeys, foldKeys] });
  await session.query({ name: "erase_folds", text: DELETE_FOLDS, values: [foldKeys] });
}

/**
 * Deletes the runs of folds that the transaction has locked, and agents that have none any more. Last in a transaction, and agent by
 * agent in their order, as whoever writes runs does: who writes another run of an agent waits for the row of that agent.
 */
export async function deleteRunsOfFolds(session: Session, folds: readonly FoldRow[]): Promise<void> {
  const foldKeys = folds.map(({ foldKey }) => foldKey);
  const groups = [...groupRuns(folds)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  for (const [agentId, runIds] of groups) await deleteRunsOfAgent(session, agentId, runIds, foldKeys);
  await deleteIdleAgents(
    session,
    groups.map(([agentId]) => agentId),
  );
}

/** Deletes rows of `folds` that have no spans. */
export async function deleteEmptyFolds(session: Session, foldKeys: readonly string[]): Promise<void> {
  if (foldKeys.length === 0) return;
  await session.query({ name: "erase_empty_folds", text: `${DELETE_FOLDS} and spans = 0`, values: [foldKeys] });
}

/** Which of these traces have runs with keys of their own. */
export async function listHosts(session: Session, traceKeys: readonly string[]): Promise<string[]> {
  if (traceKeys.length === 0) return [];
  const rows = await session.query<{ traceKey: string }>({
    name: "list_hosts",
    text: 'select distinct trace_key as "traceKey" from joined_folds where trace_key = any($1::uuid[])',
    values: [traceKeys],
  });
  return rows.map(({ traceKey }) => traceKey);
}

/** Remembers that no run with a key of its own lives in these traces any more. Their lists are written when they are settled. */
export async function endHosting(session: Session, traceKeys: readonly string[]): Promise<void> {
  if (traceKeys.length === 0) return;
  await session.query({
    name: "end_hosting",
    text: "update folds set hosts_runs = false, dirty = true where fold_key = any($1::uuid[]) and spans > 0",
    values: [traceKeys],
  });
}

/**
 * Deletes those of the agents that have no run. One after the other and in their order: whoever writes a run locks the row of its
 * agent first, so that the second statement sees the run, or the writer makes the row anew.
 */
export async function deleteIdleAgents(session: Session, agentIds: Iterable<string>): Promise<void> {
  const idle = await session.query<{ agentId: string }>({
    name: "list_idle_agents",
    text: 'select agent_id as "agentId" from agents where agent_id = any($1::uuid[]) and runs <= 0 order by agent_id',
    values: [[...new Set(agentIds)]],
  });
  for (const { agentId } of idle) {
    await session.query({
      name: "lock_agent",
      text: "select 1 from agents where agent_id = $1 for update",
      values: [agentId],
    });
    await session.query({
      name: "delete_idle_agent",
      text: "delete from agents where agent_id = $1 and not exists (select 1 from runs where agent_id = $1)",
      values: [agentId],
    });
  }
}

/** Folds after the given key, in their order, whose first span started before a moment (ms since the epoch). */
export async function listKeysBefore(session: Session, before: number, after: string, limit: number) {
  return session.query<Pick<FoldRow, "foldKey" | "spans">>({
    name: "list_folds_before",
    text: `
      select fold_key as "foldKey", spans from folds
      where fold_key > $1 and first_start_at < $2::timestamptz
      order by fold_key
      limit $3`,
    values: [after, toTimestamp(before), limit],
  });
}

function toLater(startedAt: number | null, from: number): number | null {
  return startedAt === null ? null : Math.max(startedAt, from);
}

function groupRuns(folds: readonly FoldRow[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { agentId, runId } of folds.flatMap((fold) => fold.runs)) {
    const runIds = groups.get(agentId);
    if (runIds === undefined) groups.set(agentId, [runId]);
    else runIds.push(runId);
  }
  return groups;
}
