import type { Session } from "../database/database.ts";
import { RUN_COLUMNS, type RunRow } from "./run-columns.ts";
import { createParameters, toRunCondition, type AddParameter, type RunFilter } from "./run-filter.ts";
import { isAfter, toOrder, toSortValue, type RunPosition, type RunSorting } from "./run-order.ts";

/** Runs are counted as far as this: 10,000 take 1 to 5 ms, all of 200,000 would take 20 to 150. */
const MAX_COUNTED_RUNS = 10_000;

/** Which part of a list is asked for. */
export interface RunPlace extends RunSorting {
  limit: number;
  /** Absent for the first page. */
  after?: RunPosition | undefined;
}

/** A run as a list has it, with what it is sorted by. */
export type ListedRun = RunRow & Pick<RunPosition, "value">;

/** One page, and how many runs match in all: `total` ends at 10,000 where `isMore`. */
export interface RunPage {
  rows: ListedRun[];
  total: number;
  isMore: boolean;
}

type Line = { total: number } & (ListedRun | { runId: null }); // an empty page is one line with nothing but the total

const PLACE = ["value", '"startedAt"', '"runId"', '"agentId"'];

/** Runs that match, in their order, after the given place. The number of all runs, or all of some agents, is exact. */
export async function listRuns(
  session: Session,
  filter: Omit<RunFilter, "text">,
  { limit, after, ...sorting }: RunPlace,
): Promise<RunPage> {
  const { values, add } = createParameters();
  const isRest = after ? isAfter(sorting, after, add) : "true";
  // One statement, so that page and total are of the same moment.
  const text = `
    select matching.total, page.*
    from (${toCount(filter, add)}) as matching
    left join (
      select ${RUN_COLUMNS}, ${toSortValue(sorting.sort)} as value from runs
      where ${toRunCondition(filter, add)} and ${isRest}
      order by ${toOrder(sorting)}
      limit ${add(limit)}
    ) as page on true
    order by ${PLACE.map((column) => `page.${column} ${sorting.order}`).join(", ")}`;
  const lines = await session.query<Line>({ text, values });
  const total = lines[0]?.total ?? 0;
  return {
    rows: lines.filter((line) => line.runId !== null),
    total: isCounted(filter) ? Math.min(total, MAX_COUNTED_RUNS) : total,
    isMore: isCounted(filter) && total > MAX_COUNTED_RUNS,
  };
}

/** Whether the rows of agents do not say how many runs there are. */
function isCounted(filter: RunFilter): boolean {
  return Object.entries(filter).some(([name, value]) => name !== "agentIds" && value !== undefined);
}

function toCount(filter: RunFilter, add: AddParameter): string {
  const condition = toRunCondition(filter, add);
  if (!isCounted(filter)) return `select coalesce(sum(runs), 0)::int as total from agents where ${condition}`;
  const limit = add(MAX_COUNTED_RUNS + 1);
  return `select count(*)::int as total from (select 1 from runs where ${condition} limit ${limit}) as counted`;
}
