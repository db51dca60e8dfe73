import type { Session } from "../database/database.ts";
import { toTimestamp } from "../database/timestamps.ts";
import { IS_STALE } from "./rollup-columns.ts";
import { toMs } from "./run-columns.ts";
import type { RunSumsRow } from "./sum-runs.ts";
import type { StepSumsRow } from "./sum-steps.ts";

/** What a rollup has: sums of runs, and of steps. */
export interface RollupSums {
  runs: RunSumsRow[];
  steps: StepSumsRow[];
}

/** Sums of the runs that started in some time from a moment on, ms since the epoch. */
export interface Rollup<Column extends keyof RollupSums> {
  startedAt: number;
  sums: RollupSums[Column];
}

/** Which rollups are read; times are ms since the epoch, from their start on, without their end. */
export interface RollupPlace {
  /** An agent, or `ALL_AGENTS`. */
  agentId: string;
  lengthMs: number;
  spells: readonly (readonly [from: number, to: number])[];
}

const toText = (column: keyof RollupSums) => `
  select ${toMs("started_at")} as "startedAt", ${column} as sums
  from rollups join unnest($3::timestamptz[], $4::timestamptz[]) as spell (since, until)
    on started_at >= since and started_at + length_ms * interval '1 ms' <= until
  where agent_id = $1 and length_ms = $2 and started_at >= $5 and started_at < $6 and not ${IS_STALE}
  order by started_at`;

/** The rollups that lie in one of the spells with all of their time, without those that are stale. */
export async function listRollups<Column extends keyof RollupSums>(
  session: Session,
  column: Column,
  { agentId, lengthMs, spells }: RollupPlace,
): Promise<Rollup<Column>[]> {
  const [first] = spells;
  const last = spells.at(-1);
  if (first === undefined || last === undefined) return [];
  const starts = spells.map(([from]) => toTimestamp(from));
  const ends = spells.map(([, to]) => toTimestamp(to));
  return session.query({
    name: `list_rollups_of_${column}`,
    text: toText(column),
    values: [agentId, lengthMs, starts, ends, toTimestamp(first[0]), toTimestamp(last[1])],
  });
}
