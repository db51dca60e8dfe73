import type { Session } from "../database/database.ts";
import type { RunKey } from "../records/run-record.ts";

const TEXT = `
  delete from runs using unnest($1::uuid[], $2::uuid[], $3::uuid[]) as gone (agent_id, run_id, fold_key)
  where runs.agent_id = gone.agent_id and runs.run_id = gone.run_id and runs.fold_key = gone.fold_key`;

/** A run that a fold finds no more. */
export interface GoneRun extends Pick<RunKey, "agentId" | "runId"> {
  foldKey: string;
}

/**
 * Removes runs that a fold finds no more: what came later says that they are another's, or part of another. A run that another fold
 * has written since stays.
 */
export async function deleteRuns(session: Session, gone: readonly GoneRun[]): Promise<void> {
  if (gone.length === 0) return;
  await session.query({
    name: "delete_runs",
    text: TEXT,
    values: [gone.map((run) => run.agentId), gone.map((run) => run.runId), gone.map((run) => run.foldKey)],
  });
}
