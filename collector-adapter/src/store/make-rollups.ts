import type { Database, Session } from "../database/database.ts";
import { keepStale, replaceRollup } from "../sql/replace-rollup.ts";
import { ALL_AGENTS, ROLLUP_LENGTHS } from "../sql/rollup-columns.ts";
import type { SummedRuns } from "../sql/sum-columns.ts";
import { sumRuns, type RunSumsRow } from "../sql/sum-runs.ts";
import { sumSteps } from "../sql/sum-steps.ts";
import { hasStaleRollups, lockRollups, takeStaleRollups, type RollupHour } from "../sql/take-stale-rollups.ts";

/** A rollup of fewer runs is not kept: to sum them up takes as long as to read it. */
const MIN_ROLLUP_RUNS = 50;
/** Nor of an hour or a day with more, which take 0.1 s to be summed up: there are shorter ones. */
const MAX_LONG_ROLLUP_RUNS = 10_000;
/** Nor one with more names of steps: a month is read as 720 rollups at once. */
const MAX_ROLLUP_NAMES = 500;

/**
 * Makes the rollups of an hour that are stale anew, and that of its day. Several adapters may do the same: one waits for the
 * other, and does not find what that has taken.
 */
export async function makeRollups(database: Database, hour: RollupHour): Promise<void> {
  const { agentId, before } = hour;
  await database.transaction(async (session) => {
    await lockRollups(session);
    const starts = await takeStaleRollups(session, hour);
    if (starts.length === 0) return;
    for (const start of starts) {
      const hasCome = await makeRollup(session, agentId, ROLLUP_LENGTHS.part, start);
      if (!hasCome) await keepStale(session, agentId, start);
    }
    for (const lengthMs of [ROLLUP_LENGTHS.hour, ROLLUP_LENGTHS.day]) {
      const start = hour.startedAt - (hour.startedAt % lengthMs);
      const isOver = start + lengthMs <= before;
      const isAtRest = isOver && !(await hasStaleRollups(session, agentId, [start, start + lengthMs]));
      if (isAtRest) await makeRollup(session, agentId, lengthMs, start);
      else await replaceRollup(session, { agentId, lengthMs, startedAt: start }, undefined);
    }
  });
}

/**
 * Makes a rollup, if there are many runs for it, and takes the one before away.
 *
 * @returns whether its runs have come to rest: while one goes on, time alone may make a lost or a failed one of it
 */
async function makeRollup(session: Session, agentId: string, lengthMs: number, startedAt: number): Promise<boolean> {
  const matching: SummedRuns = {
    spells: [[startedAt, startedAt + lengthMs]],
    filter: agentId === ALL_AGENTS ? {} : { agentIds: [agentId] },
  };
  const runs = await sumRuns(session, matching, [startedAt]);
  const all = runs.reduce((sum, row) => sum + row.runs, 0);
  const isAtRest = !runs.some(isGoingOn);
  const isTooLong = lengthMs > ROLLUP_LENGTHS.part && all > MAX_LONG_ROLLUP_RUNS;
  const steps = isAtRest && all >= MIN_ROLLUP_RUNS && !isTooLong ? await sumSteps(session, matching) : undefined;
  const sums = steps && steps.length <= MAX_ROLLUP_NAMES ? { runs, steps } : undefined;
  await replaceRollup(session, { agentId, lengthMs, startedAt }, sums);
  return isAtRest;
}

function isGoingOn({ status, lost }: Pick<RunSumsRow, "status" | "lost">): boolean {
  return status === "started" && !lost;
}
