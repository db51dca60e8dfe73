import type { Session } from "../database/database.ts";
import { toTimestamp } from "../database/timestamps.ts";
import type { RollupSums } from "./list-rollups.ts";
import { IS_STALE } from "./rollup-columns.ts";

/** Names a rollup: of an agent, or of all, with its length in ms and its start in ms since the epoch. */
export interface RollupName {
  agentId: string;
  lengthMs: number;
  startedAt: number;
}

/** Replaces a rollup by what there is now, or takes it away. */
export async function replaceRollup(
  session: Session,
  { agentId, lengthMs, startedAt }: RollupName,
  sums: RollupSums | undefined,
): Promise<void> {
  const name = [agentId, lengthMs, toTimestamp(startedAt)];
  if (sums === undefined) {
    const text = "delete from rollups where agent_id = $1 and length_ms = $2 and started_at = $3";
    await session.query({ name: "delete_rollup", text, values: name });
    return;
  }
  await session.query({
    name: "upsert_rollup",
    text: `
      insert into rollups (agent_id, length_ms, started_at, runs, steps) values ($1, $2, $3, $4, $5)
      on conflict (agent_id, length_ms, started_at) do update set runs = excluded.runs, steps = excluded.steps`,
    values: [...name, JSON.stringify(sums.runs), JSON.stringify(sums.steps)],
  });
}

/** Says again that the rollups of six minutes are stale: their runs have not come to rest. */
export async function keepStale(session: Session, agentId: string, startedAt: number): Promise<void> {
  await session.query({
    name: "keep_stale",
    text: "insert into stale_rollups (agent_id, started_at) values ($1, $2)",
    values: [agentId, toTimestamp(startedAt)],
  });
}

/** Deletes all rollups that are stale. They may be of what was erased, and name it. */
export async function deleteStaleRollups(session: Session): Promise<void> {
  await session.query({ text: `delete from rollups where ${IS_STALE}` });
}
