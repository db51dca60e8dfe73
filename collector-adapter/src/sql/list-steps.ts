import type { StepKind, StepSort } from "@runline/contract";
import type { Session } from "../database/database.ts";
import { toTimestamp } from "../database/timestamps.ts";
import type { FoldTokens } from "../fold/fold-span.ts";
import { toMs } from "./run-columns.ts";
import { createParameters, toRunCondition } from "./run-filter.ts";
import { listTokens } from "./sum-columns.ts";

/** Runs that are looked at for a list of steps: some 250,000 steps, which take 0.1 s. */
const MAX_SEARCHED_RUNS = 20_000;

/** Which steps are listed; times are ms since the epoch, of the start of their runs. */
export interface StepFilter {
  agentIds?: readonly string[] | undefined;
  from: number;
  to: number;
  kind?: StepKind | undefined;
  name?: string | undefined;
  minDuration?: number | undefined;
}

/** A step with where it is; times are ms since the epoch. */
export interface StepRow {
  agentId: string;
  runId: string;
  spanId: string;
  kind: StepKind;
  name: string;
  failure: "error" | "timeout" | null;
  startedAt: number;
  durationMs: number | null;
  tokens: Record<keyof FoldTokens, number | null>;
  usd: number | null;
  /** Null in what an earlier version has stored. */
  estimated: boolean | null;
}

/** The first steps that match, of the newest runs, and the start of the first run that was not looked at. */
export async function listSteps(
  session: Session,
  { agentIds, from, to, kind, name, minDuration }: StepFilter,
  { sort, limit }: { sort: StepSort; limit: number },
): Promise<{ steps: StepRow[]; next: number | undefined }> {
  const { values, add } = createParameters();
  const searched = `
    from runs
    where started_at >= ${add(toTimestamp(from))}::timestamptz and started_at < ${add(toTimestamp(to))}::timestamptz
      and ${toRunCondition({ agentIds }, add)}
    order by started_at desc, run_id desc, agent_id desc`;
  const runValues = [...values];
  const conditions = [
    ...(kind === undefined ? [] : [`kind = ${add(kind)}`]),
    ...(name === undefined ? [] : [`name = ${add(name)}`]),
    ...(minDuration === undefined ? [] : [`duration_ms >= ${add(minDuration)}::float8`]),
  ];
  const text = `
    select
      agent_id as "agentId", run_id as "runId", span_id as "spanId", kind, name, failure, started_ms as "startedAt",
      duration_ms as "durationMs", json_build_object(${listTokens((token, column) => `'${token}', ${column}`)}) as tokens, usd,
      estimated
    from (select agent_id, run_id, steps ${searched} limit ${MAX_SEARCHED_RUNS}) as searched
    cross join unnest(steps) as step
    where ${conditions.join(" and ") || "true"}
    order by ${sort === "duration" ? "duration_ms desc nulls last" : "started_ms desc"}, span_id
    limit ${add(limit)}`;
  const steps = await session.query<StepRow>({ text, values });
  // After the steps: runs that come in between let a reader look at some twice, and pass none over.
  const [next] = await session.query<{ startedAt: number }>({
    text: `select ${toMs("started_at")} as "startedAt" ${searched} offset ${MAX_SEARCHED_RUNS} limit 1`,
    values: runValues,
  });
  return { steps, next: next?.startedAt };
}
