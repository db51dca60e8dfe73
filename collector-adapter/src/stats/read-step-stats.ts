import type { StepStats, StepStatsParams } from "@runline/contract";
import type { Session } from "../database/database.ts";
import { countCutRuns } from "../sql/count-cut-runs.ts";
import type { StepSumsRow } from "../sql/sum-steps.ts";
import { readStepSums } from "./read-sums.ts";
import { createUsageTally } from "./usage-tally.ts";

/** Names of an answer: an agent may make new ones as long as it runs. */
const MAX_NAMES = 500;

/** What the steps of the runs of some agents, or of all, took and used, by kind and name. */
export async function readStepStats(
  session: Session,
  agentIds: readonly string[] | undefined,
  { from, to, ...asked }: StepStatsParams,
): Promise<StepStats> {
  const filter = { agentIds, ...asked };
  const tallies = new Map<string, ReturnType<typeof createStepTally>>();
  for (const sums of await readStepSums(session, { from, to }, filter)) {
    const key = `${sums.kind} ${sums.name}`;
    const tally = tallies.get(key) ?? createStepTally(sums);
    tallies.set(key, tally);
    tally.add(sums);
  }
  const sorted = [...tallies.values()].map((tally) => tally.toSums()).sort((a, b) => b.steps - a.steps);
  const runs = await countCutRuns(session, { from, to }, filter);
  return {
    steps: sorted.slice(0, MAX_NAMES),
    more: Math.max(0, sorted.length - MAX_NAMES),
    ...(runs > 0 && { cut: { runs } }),
  };
}

function createStepTally({ kind, name }: Pick<StepSumsRow, "kind" | "name">) {
  const counts = { steps: 0, errors: 0 };
  const usage = createUsageTally();
  return {
    add(sums: StepSumsRow): void {
      counts.steps += sums.steps;
      counts.errors += sums.errors;
      usage.add(sums);
    },
    toSums: () => ({ kind, name, ...counts, ...usage.toUsage() }),
  };
}
