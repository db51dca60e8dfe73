import { DEFAULT_RUNS_LIMIT, type ListRunsParams, type RunList } from "@runline/contract";
import type { Session } from "../database/database.ts";
import { listRuns } from "../sql/list-runs.ts";
import type { RunFilter } from "../sql/run-filter.ts";
import type { RunPlace, SplitFilter } from "../sql/run-page.ts";
import { searchRuns } from "../sql/search-runs.ts";
import { formatRunCursor, readRunCursor } from "./run-cursor.ts";
import { toRunSummary } from "./to-run-summary.ts";

/**
 * One page of the runs of some agents, or of all.
 *
 * @throws ApiError `BAD_REQUEST` when the cursor is none of ours, or of a list in another order
 */
export async function readRunList(
  database: Session,
  agentIds: readonly string[] | undefined,
  { limit = DEFAULT_RUNS_LIMIT, cursor, sort = "start", order = "desc", ...asked }: ListRunsParams,
): Promise<RunList> {
  const place = { sort, order, limit: limit + 1, after: readRunCursor(cursor, { sort, order }) };
  const { rows, end, ...count } = await findRuns(database, { agentIds, ...asked }, place);
  const page = rows.slice(0, limit);
  const hasMore = rows.length > limit || end !== undefined;
  const last = rows.length > limit ? page.at(-1) : end;
  return {
    runs: page.map(toRunSummary),
    ...count,
    hasMore,
    ...(last && { nextCursor: formatRunCursor(place, last) }),
    ...(end && { searchedTo: Math.floor(end.startedAt) }),
  };
}

async function findRuns(database: Session, filter: RunFilter, place: RunPlace) {
  const split = toSearch(filter);
  if (split === undefined) {
    const { isMore, ...page } = await listRuns(database, filter, place);
    return { ...page, end: undefined, ...(isMore && { totalIsAtLeast: true }) };
  }
  const page = await searchRuns(database, split, place);
  const isWhole = page.rows.length < place.limit && page.end === undefined && place.after === undefined;
  const total = Math.min(page.rows.length, place.limit - 1);
  return { ...page, total, ...(!isWhole && { totalIsAtLeast: true }) };
}

/**
 * What runs are searched for, if anything: a text, which no index knows, and a model beside an action. How often two names go together
 * no index knows either: two common ones that never do would be looked for in all runs.
 */
function toSearch({ text, model, ...indexed }: RunFilter): SplitFilter | undefined {
  if (indexed.action !== undefined && model !== undefined) return { indexed, searched: { text, model } };
  return text === undefined ? undefined : { indexed: { ...indexed, model }, searched: { text } };
}
