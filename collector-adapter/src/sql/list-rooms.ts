import type { Session } from "../database/database.ts";
import { HAS_FAILED, RUN_COLUMNS, toMs, type RunRow } from "./run-columns.ts";
import { createParameters, toRunCondition } from "./run-filter.ts";
import { toOrder } from "./run-order.ts";

/** Runs that are looked at, the newest ones: no index has the rooms, and 10,000 runs take 20 ms. */
const MAX_LOOKED_AT = 10_000;
const MAX_ROOMS = 100;
const MAX_AGENTS = 20;
/** With all that decides between two runs, so that agent and run are of the same one. */
const NEWEST_FIRST = toOrder({ sort: "start", order: "desc" });

/** A room with its newest run. */
interface RoomRow extends RunRow {
  roomId: string;
  roomRuns: number;
  roomFailed: number;
  agentIds: string[];
}

/** Rooms by their newest run, how many there are, and where the runs that were looked at end, if not with the last. */
export interface FoundRooms {
  rows: RoomRow[];
  total: number;
  searchedTo: number | undefined;
}

type Line = { total: number; lookedAt: number; searchedTo: number | null } & (RoomRow | { runId: null });

/** The rooms of the newest runs, of some agents or of all. */
export async function listRooms(session: Session, agentIds: readonly string[] | undefined): Promise<FoundRooms> {
  const { values, add } = createParameters();
  // Summaries are read for the newest run of each room alone. Without rooms there is one line, which says how far was looked.
  const text = `
    with candidates as materialized (
      select room_id as room, agent_id as agent, run_id as run, started_at as at, ${HAS_FAILED} as has_failed
      from runs
      where ${toRunCondition({ agentIds }, add)}
      order by ${NEWEST_FIRST}
      limit ${MAX_LOOKED_AT + 1}
    ), rooms as (
      select
        room,
        (array_agg(agent order by at desc, run desc, agent desc))[1] as newest_agent,
        (array_agg(run order by at desc, run desc, agent desc))[1] as newest_run,
        max(at) as newest_at,
        count(*)::int as "roomRuns",
        (count(*) filter (where has_failed))::int as "roomFailed",
        (array_agg(distinct agent))[1:${MAX_AGENTS}] as "agentIds",
        (count(*) over ())::int as all_rooms
      from candidates
      where room is not null
      group by room
      order by newest_at desc, room
      limit ${MAX_ROOMS}
    ), looked_at as (
      select count(*)::int as runs, ${toMs("min(at)")} as last from candidates
    )
    select
      coalesce(all_rooms, 0) as total, looked_at.runs as "lookedAt", looked_at.last as "searchedTo",
      "roomRuns", "roomFailed", "agentIds", ${RUN_COLUMNS}
    from looked_at
    left join rooms on true
    left join runs on runs.agent_id = rooms.newest_agent and runs.run_id = rooms.newest_run
    order by newest_at desc, room`;
  const lines = await session.query<Line>({ text, values });
  const [first] = lines;
  return {
    rows: lines.filter((line) => line.runId !== null),
    total: first?.total ?? 0,
    searchedTo: first && first.lookedAt > MAX_LOOKED_AT ? (first.searchedTo ?? undefined) : undefined,
  };
}
