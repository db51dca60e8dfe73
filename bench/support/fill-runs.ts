import type { Database } from "../../collector-adapter/src/database/database.ts";
import { ALL_AGENTS } from "../../collector-adapter/src/sql/rollup-columns.ts";

/** Runs that are written at a time. */
const RUNS_AT_ONCE = 5_000;

// Columns that have no word here are left to their defaults: lists are not what is measured. Half of the runs are of the first agent.
const TEXT = `
  insert into runs (
    agent_id, run_id, fold_key, trace_id, room_id, status, started_at, ended_at, last_seen_at, heartbeats, summary, duration_ms,
    tokens, cost_usd, errors, input_tokens, output_tokens, unpriced, steps, steps_cut
  )
  select
    agents[case when random() < 0.5 then 1 else 2 + floor(random() * (cardinality(agents) - 1))::int end], run_id, run_id, run_id,
    gen_random_uuid(), case when random() < 0.05 then 'error' else 'completed' end, at, at + duration * interval '1 ms', at, false,
    $4::jsonb, duration, 7800, 0.01, 0, 7000, 800, false,
    array(
      select (
        kinds[1 + (step + number) % 3], names[1 + (step + number) % 24], substr(md5(number::text || step), 1, 16), extract(epoch from at) * 1000 + step * 100,
        exp(2 + random() * 6), case when random() < 0.02 then 'error' end, 700, 80, null, null, null, 0.001, false, null, null, null, false
      )::run_step
      from generate_series(1, 12) as step
    ),
    false
  from (
    select
      number, gen_random_uuid() as run_id, exp(5 + random() * 5) as duration,
      to_timestamp(($2::float8 + number * $3::float8) / 1000) as at, $1::uuid[] as agents,
      array['model_call', 'action', 'embedding'] as kinds, array(select 'NAME_' || name from generate_series(1, 24) as name) as names
    from generate_series($5::int, $6::int) as number
  ) as numbered`;

// As the migration does it for the runs that it finds.
const STALE = `
  with owned as (
    select owner as agent_id, started_at from runs cross join unnest(array[agent_id, '${ALL_AGENTS}'::uuid]) as owner
  )
  insert into stale_rollups (agent_id, started_at)
  select distinct agent_id, date_bin('6 minutes', min(started_at), timestamptz 'epoch')
  from owned
  cross join unnest(array[interval '6 minutes', interval '1 hour', interval '1 day']) as length
  group by agent_id, date_bin(length, started_at, timestamptz 'epoch')
  having count(*) >= 50`;

const SUMMARY = {
  name: "Concierge",
  serviceName: "concierge",
  lastAt: 0,
  counts: { actions: 4, modelCalls: 4, embeddings: 4, evaluators: 0, errors: 0, spans: 50 },
  tokens: { input: 7000, output: 800 },
  models: ["NAME_1"],
  time: { modelMs: 1000, toolMs: 200, idleMs: 100 },
  repeated: [],
  message: "Book a table for two tonight, somewhere quiet, and tell me how much it is going to be",
  agents: ["Concierge"],
  services: ["concierge"],
  imported: false,
};

/** Writes runs at equal distances of time, and marks the rollups that are to be made of them. */
export async function fillRuns(
  database: Database,
  { agents, runs, from, to }: { agents: readonly string[]; runs: number; from: number; to: number },
): Promise<void> {
  for (let first = 0; first < runs; first += RUNS_AT_ONCE) {
    const last = Math.min(first + RUNS_AT_ONCE, runs) - 1;
    const values = [agents, from, (to - from) / runs, JSON.stringify(SUMMARY), first, last];
    await database.query({ text: TEXT, values });
  }
  await database.query({ text: STALE });
  await database.query({ text: "vacuum analyze runs" });
}
