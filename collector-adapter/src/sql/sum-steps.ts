import type { StepKind } from "@runline/contract";
import type { Session } from "../database/database.ts";
import { createParameters } from "./run-filter.ts";
import { isSummed, OUTER_SUMS, toBin, toInnerSums, type SummedRuns, type UsageSums } from "./sum-columns.ts";

/** The steps of one kind and name. */
export interface StepSumsRow extends UsageSums {
  kind: StepKind;
  name: string;
  steps: number;
  errors: number;
}

/** Names that are given: an agent may make a new one for each step, and all of them are held in memory. */
const MAX_STEP_NAMES = 10_000;

/**
 * Sums up the steps of the runs that match, by kind and name: 0.8 µs of the database's CPU a step. Of more than 10,000 names those
 * that occur most.
 */
export async function sumSteps(session: Session, matching: SummedRuns): Promise<StepSumsRow[]> {
  const { values, add } = createParameters();
  const text = `
    select kind, name, sum(size)::int as steps, sum(errors)::int as errors, ${OUTER_SUMS}
    from (
      select
        kind, name, ${toBin("duration_ms")} as bin, count(failure) as errors,
        ${toInnerSums({ duration: "duration_ms", usd: "usd" })}
      from (select steps from runs where ${isSummed(matching, add)}) as chosen
      cross join unnest(steps) as step
      group by 1, 2, 3
    ) as binned
    group by 1, 2
    order by steps desc, kind, name
    limit ${MAX_STEP_NAMES}`;
  return session.query({ text, values });
}
