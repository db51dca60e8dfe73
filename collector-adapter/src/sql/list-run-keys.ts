import type { Session } from "../database/database.ts";
import type { RunKey } from "../records/run-record.ts";
import { toUuidArray } from "./binary-array.ts";

const TEXT = `
  select agent_id as "agentId", run_id as "runId" from runs
  where agent_id = any($1::uuid[]) and run_id = any($2::uuid[])`;

/** Which runs there are with one of these agents and one of these ids. */
export async function listRunKeys(
  session: Session,
  runs: readonly Pick<RunKey, "agentId" | "runId">[],
): Promise<Pick<RunKey, "agentId" | "runId">[]> {
  const values = [toUuidArray(runs.map(({ agentId }) => agentId)), toUuidArray(runs.map(({ runId }) => runId))];
  return session.query({ name: "list_run_keys", text: TEXT, values });
}
