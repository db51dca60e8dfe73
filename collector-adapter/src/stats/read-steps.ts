import {
  DEFAULT_RUNS_LIMIT,
  type ListStepsParams,
  type RunTokens,
  type StepList,
  type StepSummary,
} from "@runline/contract";
import type { Session } from "../database/database.ts";
import { countCutRuns } from "../sql/count-cut-runs.ts";
import { listSteps, type StepRow } from "../sql/list-steps.ts";

/** Steps one by one, of the newest runs of a range. */
export async function readSteps(
  session: Session,
  { agentId: agentIds, sort = "start", limit = DEFAULT_RUNS_LIMIT, ...filter }: ListStepsParams,
): Promise<StepList> {
  const { steps, next } = await listSteps(session, { agentIds, ...filter }, { sort, limit: limit + 1 });
  // Who asks again up to there gets the rest: of the ms in which it started, runs may have been looked at already.
  const searchedTo = next === undefined ? undefined : Math.floor(next) + 1;
  const runs = await countCutRuns(session, { from: searchedTo ?? filter.from, to: filter.to }, { agentIds });
  return {
    steps: steps.slice(0, limit).map(toStepSummary),
    hasMore: steps.length > limit,
    ...(searchedTo !== undefined && { searchedTo }),
    ...(runs > 0 && { cut: { runs } }),
  };
}

function toStepSummary({ failure, startedAt, durationMs, tokens, usd, estimated, ...step }: StepRow): StepSummary {
  const known: RunTokens = Object.fromEntries(Object.entries(tokens).filter(([, value]) => value !== null));
  return {
    ...step,
    state: failure ?? (durationMs === null ? "open" : "ok"),
    startedAt,
    ...(durationMs !== null && { durationMs }),
    ...(Object.keys(known).length > 0 && { tokens: known }),
    ...(usd !== null && { cost: usd }),
    ...(estimated && { costIsEstimated: true }),
  };
}
