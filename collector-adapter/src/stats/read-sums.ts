import type { Session } from "../database/database.ts";
import { listRollups, type RollupSums } from "../sql/list-rollups.ts";
import { ALL_AGENTS, ROLLUP_LENGTHS } from "../sql/rollup-columns.ts";
import type { RunFilter } from "../sql/run-filter.ts";
import type { Spell, SummedRuns } from "../sql/sum-columns.ts";
import { sumRuns, type RunSumsRow } from "../sql/sum-runs.ts";
import { sumSteps, type StepSumsRow } from "../sql/sum-steps.ts";
import { findPart, listParts, subtract, type StatsRange } from "./stats-range.ts";

/** What a run must be, beside the time of its start. */
export type StatsFilter = Omit<RunFilter, "from" | "to">;

/** Sums of one part of the range. */
type OfPart<Sums> = Sums & { part: number };

/** Rollups of each agent are asked for by themselves. Who asks for more agents has their runs summed up. */
const MAX_AGENTS = 10;
/** Each spell of a statement makes it slower to plan. */
const SPELLS_AT_ONCE = 100;

/** Sums of the runs of a range, by part and status. */
export async function readRunSums(
  session: Session,
  range: StatsRange,
  { status, lost, ...filter }: StatsFilter,
): Promise<OfPart<RunSumsRow>[]> {
  const parts = listParts(range);
  const sum = (matching: SummedRuns) => sumRuns(session, matching, parts);
  const sums = await readSums(session, "runs", sum, range, filter);
  // Rollups know the status of their runs.
  return sums.filter((each) => (status ?? each.status) === each.status && (lost ?? each.lost) === each.lost);
}

/** Sums of the steps of the runs of a range, by kind and name. */
export function readStepSums(
  session: Session,
  { from, to }: { from: number; to: number },
  filter: StatsFilter,
): Promise<StepSumsRow[]> {
  const sum = async (matching: SummedRuns) => (await sumSteps(session, matching)).map((sums) => ({ ...sums, part: 0 }));
  return readSums(session, "steps", sum, { from, to, parts: 1 }, filter);
}

/**
 * Takes what rollups have, the longest first, and sums up the runs of the time in between: of the last minutes, of where few are, of
 * what is stale.
 */
async function readSums<Column extends keyof RollupSums>(
  session: Session,
  column: Column,
  sum: (matching: SummedRuns) => Promise<OfPart<RollupSums[Column][number]>[]>,
  range: StatsRange,
  filter: StatsFilter,
): Promise<OfPart<RollupSums[Column][number]>[]> {
  const whole: Spell[] = [[range.from, range.to]];
  const owners = listOwners(filter);
  if (owners.length === 0) return sum({ spells: whole, filter });
  const lengths = Object.values(ROLLUP_LENGTHS).filter((lengthMs) => lengthMs * range.parts <= range.to - range.from);
  const all: OfPart<RollupSums[Column][number]>[] = [];
  for (const agentId of owners) {
    let spells = whole;
    for (const lengthMs of lengths) {
      const found: Spell[] = [];
      for (const { startedAt, sums } of await listRollups(session, column, { agentId, lengthMs, spells })) {
        const spell: Spell = [startedAt, startedAt + lengthMs];
        const part = findPart(range, spell);
        if (part === undefined) continue;
        found.push(spell);
        for (const each of sums) all.push({ ...each, part });
      }
      spells = subtract(spells, found);
    }
    const agentIds = agentId === ALL_AGENTS ? undefined : [agentId];
    for (let next = 0; next < spells.length; next += SPELLS_AT_ONCE) {
      all.push(...(await sum({ spells: spells.slice(next, next + SPELLS_AT_ONCE), filter: { agentIds } })));
    }
  }
  return all;
}

/** Whose rollups have all that match; none when there are no such rollups. */
function listOwners({ agentIds = [ALL_AGENTS], ...others }: StatsFilter): readonly string[] {
  const isNarrowed = Object.values(others).some((value) => value !== undefined);
  return isNarrowed || agentIds.length > MAX_AGENTS ? [] : [...new Set(agentIds)];
}
