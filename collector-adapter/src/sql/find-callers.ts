import type { Session } from "../database/database.ts";
import { toTimestamp } from "../database/timestamps.ts";
import { toMs } from "./run-columns.ts";

/** A run by what its calls are found: the responses that they name, as UUIDs. Times are ms since the epoch. */
export interface RunOfCalls {
  foldKey: string;
  responses: string[];
  startedAt: number;
  /** Null while it goes on. */
  endedAt: number | null;
}

const COLUMNS = `fold_key as "foldKey", responses, ${toMs("started_at")} as "startedAt", ${toMs("ended_at")} as "endedAt"`;

const BARE = `
  select ${COLUMNS} from runs
  where is_bare and last_seen_at > now() - $1::float8 * interval '1 ms'
  order by last_seen_at desc
  limit $2`;

// By the index of the start: one of responses would cost each run that is written as much as all of its others together. Not `&&`, which
// compares each with each.
const CALLERS = `
  select * from (
    select ${COLUMNS} from runs
    where started_at between $1 and $2
    order by started_at desc
    limit $3
  ) as near
  where exists (select from unnest(responses) as response where response = any($4::uuid[]))`;

/** The newest runs that are nothing but calls, and of which something came in so many ms. */
export async function listBareRuns(session: Session, withinMs: number, limit: number): Promise<RunOfCalls[]> {
  return session.query({ name: "list_bare_runs", text: BARE, values: [withinMs, limit] });
}

/** Where callers are looked for: the newest `limit` runs that start in a span of time, ms since the epoch. */
export interface CallerRange {
  from: number;
  to: number;
  limit: number;
}

/** The runs that name any of the responses. */
export async function findCallers(
  session: Session,
  responses: readonly string[],
  { from, to, limit }: CallerRange,
): Promise<RunOfCalls[]> {
  const values = [toTimestamp(from), toTimestamp(to), limit, responses];
  return session.query({ name: "find_callers", text: CALLERS, values });
}
