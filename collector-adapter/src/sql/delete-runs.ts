import type { Session } from "../database/database.ts";
import type { RunKey } from "../records/run-record.ts";

const TEXT = "delete from runs where agent_id = $1 and run_id = $2 and fold_key = $3";

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
  for (const { agentId, runId, foldKey } of gone) {
    await session.query({ name: "delete_run", text: TEXT, values: [agentId, runId, foldKey] });
  }
}
