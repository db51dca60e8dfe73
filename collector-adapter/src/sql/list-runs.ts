import type { Session } from "../database/database.ts";
import { createParameters, toRunCondition, type AddParameter, type RunFilter } from "./run-filter.ts";
import { toPage, type ListedRun, type RunPlace } from "./run-page.ts";

/** Runs are counted as far as this: 2,000 take 2 ms, all of 200,000 would take 20 to 150. */
const MAX_COUNTED_RUNS = 2_000;
/**
 * A page is planned as if so many runs were wanted. For 20 of them Postgres would rather go through all runs in their order and hope to
 * meet a rare model soon than look into the index that has it: to find 5 among 200,000 runs took 160 ms instead of 1.
 */
const CANDIDATES = { limit: 200, areAllPlanned: true };

/** One page, and how many runs match in all: `total` ends at 2,000 where `isMore`. */
export interface RunPage {
  rows: ListedRun[];
  total: number;
  isMore: boolean;
}

type Line = { total: number } & (ListedRun | { runId: null }); // an empty page is one line with nothing but the total

const PLACE = ["value", '"startedAt"', '"runId"', '"agentId"'];

/** Runs that match, in their order, after the given place. The number of all runs, or all of some agents, is exact. */
export async function listRuns(session: Session, filter: Omit<RunFilter, "text">, place: RunPlace): Promise<RunPage> {
  const { values, add } = createParameters();
  const isCounted = Object.entries(filter).some(([name, value]) => name !== "agentIds" && value !== undefined);
  // One statement, so that page and total are of the same moment. On Citus it asks one shard for one agent, else all of them.
  const text = `
    select matching.total, page.*
    from (${isCounted ? toCount(filter, add) : toSum(filter, add)}) as matching
    left join (${toPage({ indexed: filter, searched: {} }, place, CANDIDATES, add)}) as page on true
    order by ${PLACE.map((column) => `page.${column} ${place.order}`).join(", ")}`;
  const lines = await session.query<Line>({ text, values });
  const total = lines[0]?.total ?? 0;
  const isMore = isCounted && total > MAX_COUNTED_RUNS;
  return {
    rows: lines.filter((line) => line.runId !== null),
    total: isMore ? MAX_COUNTED_RUNS : total,
    isMore,
  };
}

/**
 * A name is looked for in the newest runs first: one that came into use lately is common and yet in none of the runs that Postgres would
 * begin with.
 */
function toCount(filter: RunFilter, add: AddParameter): string {
  const hasName = filter.action !== undefined || filter.model !== undefined;
  return `
    select count(*)::int as total from (
      select 1 from runs where ${toRunCondition(filter, add)}
      ${hasName ? "order by started_at desc" : ""}
      limit ${add(MAX_COUNTED_RUNS + 1)}
    ) as counted`;
}

/** The rows of agents know how many runs they have. */
function toSum(filter: RunFilter, add: AddParameter): string {
  return `select coalesce(sum(runs), 0)::int as total from agents where ${toRunCondition(filter, add)}`;
}
