import type { Session } from "../database/database.ts";
import { isInRoom, RUN_COLUMNS, type RunRow } from "./run-columns.ts";

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
    text: `select ${RUN_COLUMNS} from runs where agent_id = $1 and run_id = $2 and ($3::uuid is null or ${isInRoom("$3")})`,
    values: [agentId, runId, roomId ?? null],
  });
  return rows[0];
}
