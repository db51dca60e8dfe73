import type { Session } from "../database/database.ts";
import { toMs } from "./run-columns.ts";
import { createParameters, type RunFilter } from "./run-filter.ts";
import { toSortValue, type RunPosition } from "./run-order.ts";
import { toCandidates, toPage, type ListedRun, type RunPlace, type SplitFilter } from "./run-page.ts";

/** Runs that are looked at for a page: no index knows what stands inside a text, and 10,000 take 10 ms. */
const MAX_SEARCHED_RUNS = 10_000;

/** What was found, and the last run that was looked at where there are more of them. */
export interface FoundPage {
  rows: ListedRun[];
  end: RunPosition | undefined;
}

/** Runs that match, in their order, after the given place, as far as a page looks. */
export async function searchRuns(session: Session, filter: SplitFilter, place: RunPlace): Promise<FoundPage> {
  const { values, add } = createParameters();
  const text = toPage(filter, place, { limit: MAX_SEARCHED_RUNS, areAllPlanned: false }, add);
  const rows = await session.query<ListedRun>({ text, values });
  return { rows, end: rows.length < place.limit ? await findEnd(session, filter.indexed, place) : undefined };
}

async function findEnd(session: Session, indexed: RunFilter, place: RunPlace): Promise<RunPosition | undefined> {
  const { values, add } = createParameters();
  const columns = `
    ${toSortValue(place.sort)} as value, ${toMs("started_at")} as "startedAt", run_id as "runId", agent_id as "agentId"`;
  const text = `${toCandidates(columns, indexed, place, add)} offset ${add(MAX_SEARCHED_RUNS - 1)} limit 1`;
  const [end] = await session.query<RunPosition>({ text, values });
  return end;
}
