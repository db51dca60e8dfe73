import type { FoundKind } from "@runline/contract";
import type { Session } from "../database/database.ts";

/** Something that an id names, with the run that tells where it is. */
export interface NamedThing {
  kind: FoundKind;
  agentId: string | null;
  runId: string | null;
  traceKey: string | null;
}

// Each part by an index of its own. A fold has the key of a trace, or that of a run that may be in another trace. On Citus every shard
// of runs is asked.
const TEXT = `
  (
    select 'run' as kind, agent_id as "agentId", run_id as "runId", trace_id as "traceKey" from runs where run_id = $1
    order by started_at desc limit 20
  ) union all (
    select 'message', agent_id, run_id, trace_id from runs where message_id = $1
    order by started_at desc limit 20
  ) union all (
    select 'trace', agent_id, run_id, trace_id from runs where trace_id = $1 limit 2
  ) union all (
    select 'trace', null, null, $1::uuid
    where exists (select from folds where fold_key = $1 and $1 = any(trace_ids) and spans > 0)
  ) union all (
    select 'room', null, null, null where exists (select from runs where room_id = $1)
  ) union all (
    select 'user', null, null, null where exists (select from runs where entity_id = $1)
  ) union all (
    select 'agent', $1::uuid, null, null where exists (select from agents where agent_id = $1 and runs > 0)
  )`;

/** What a UUID names; of runs and messages the newest 20. A trace has the run that is its only one. */
export async function findId(session: Session, id: string): Promise<NamedThing[]> {
  const things = await session.query<NamedThing>({ name: "find_id", text: TEXT, values: [id] });
  const [trace] = things.filter(({ kind }) => kind === "trace");
  if (trace === undefined) return things;
  const [run, another] = things.filter(({ kind, runId }) => kind === "trace" && runId !== null);
  const { agentId, runId } = run !== undefined && another === undefined ? run : { agentId: null, runId: null };
  return [...things.filter(({ kind }) => kind !== "trace"), { ...trace, agentId, runId }];
}
