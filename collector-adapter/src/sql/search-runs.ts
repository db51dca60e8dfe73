import type { Session } from "../database/database.ts";
import type { ListedRun, RunPlace } from "./list-runs.ts";
import { RUN_COLUMNS, toMs } from "./run-columns.ts";
import { createParameters, toRunCondition, type AddParameter, type RunFilter } from "./run-filter.ts";
import { isAfter, toOrder, toSortValue, type RunPosition } from "./run-order.ts";

/** Runs that are looked at for a page: no index knows what stands inside a text, and 20,000 take 10 to 20 ms. */
const MAX_SEARCHED_RUNS = 20_000;

/** What was found, and the last run that was looked at where there are more of them. */
export interface FoundPage {
  rows: ListedRun[];
  end: RunPosition | undefined;
}

/** Runs with a text among those that match otherwise, in their order, after the given place, as far as a page looks. */
export async function searchRuns(
  session: Session,
  filter: RunFilter & { text: string },
  place: RunPlace,
): Promise<FoundPage> {
  const { sort, limit } = place;
  const { values, add } = createParameters();
  // The inner list is read only until the page is full.
  const text = `
    select ${RUN_COLUMNS}, ${toSortValue(sort)} as value
    from (${toSearched("*", filter, place, add)} limit ${add(MAX_SEARCHED_RUNS)}) as runs
    where ${toRunCondition({ text: filter.text }, add)}
    order by ${toOrder(place)}
    limit ${add(limit)}`;
  const rows = await session.query<ListedRun>({ text, values });
  return { rows, end: rows.length < limit ? await findEnd(session, filter, place) : undefined };
}

async function findEnd(session: Session, filter: RunFilter, place: RunPlace): Promise<RunPosition | undefined> {
  const { values, add } = createParameters();
  const columns = `
    ${toSortValue(place.sort)} as value, ${toMs("started_at")} as "startedAt", run_id as "runId", agent_id as "agentId"`;
  const text = `${toSearched(columns, filter, place, add)} offset ${add(MAX_SEARCHED_RUNS - 1)} limit 1`;
  const [end] = await session.query<RunPosition>({ text, values });
  return end;
}

function toSearched(columns: string, filter: RunFilter, place: RunPlace, add: AddParameter): string {
  const condition = toRunCondition({ ...filter, text: undefined }, add);
  const isRest = place.after ? isAfter(place, place.after, add) : "true";
  return `select ${columns} from runs where ${condition} and ${isRest} order by ${toOrder(place)}`;
}
