import type { Session } from "../database/database.ts";
import { IS_RUN, isInRoom, RUN_COLUMNS, type RunRow } from "./run-columns.ts";

/** Names a run: it must be one of this agent and, if one is given, of this room. */
export interface RunName {
  agentId: string;
  runId: string;
  roomId?: string | undefined;
}

/** The run of that name, if there is one. */
export async function getRun(session: Session, { agentId, runId, roomId }: RunName): Promise<RunRow | undefined> {
  const rows = await session.query<RunRow>({
    name: "get_run",
    text: `select ${RUN_COLUMNS} from runs where agent_id = $1 and run_id = $2 and ${IS_RUN} and ${isInRoom("$3")}`,
    values: [agentId, runId, roomId ?? null],
  });
  return rows[0];
}

/** Ids of the plans of a run: their rows are the run's too. */
export async function listPlanRunIds(session: Session, agentId: string, runId: string): Promise<string[]> {
  const rows = await session.query<{ runId: string }>({
    name: "list_plan_run_ids",
    text: `select run_id as "runId" from runs where agent_id = $1 and parent_run_id = $2`,
    values: [agentId, runId],
  });
  return rows.map((row) => row.runId);
}
