import type { Session } from "../database/database.ts";
import type { RunKey } from "../records/run-record.ts";
import { toStaleRollups } from "./rollup-columns.ts";

const TEXT = `
  with gone as (
    delete from runs where agent_id = $1 and run_id = any($2::uuid[]) and fold_key = any($3::uuid[])
    returning agent_id, started_at
  ), stale as (${toStaleRollups("gone", "started_at")}
  )
  update agents set runs = runs - (select count(*) from gone)
  where agent_id = $1 and exists (select from gone)`;

/** A run that a fold finds no more. */
export interface GoneRun extends Pick<RunKey, "agentId" | "runId"> {
  foldKey: string;
}

/**
 * Removes runs that a fold finds no more: what came later says that they are another's, or part of another. A run that another fold
 * has written since stays.
 */
export async function deleteRuns(session: Session, gone: readonly GoneRun[]): Promise<void> {
  // One by one: they are few, and Citus joins no table with a list of parameters.
  for (const { agentId, runId, foldKey } of gone) await deleteRunsOfAgent(session, agentId, [runId], [foldKey]);
}

/** Removes the runs of an agent that have one of these ids and are of one of these folds. */
export async function deleteRunsOfAgent(
  session: Session,
  agentId: string,
  runIds: readonly string[],
  foldKeys: readonly string[],
): Promise<void> {
  await session.query({ name: "delete_runs", text: TEXT, values: [agentId, runIds, foldKeys] });
}
