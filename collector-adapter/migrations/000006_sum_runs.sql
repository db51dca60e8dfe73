-- What sums over a range of time are made of, written by the fold like all of a run's row. `steps` are the actions, calls and evaluators
-- that the run counts; `steps_cut` says that it has more of them than are kept, or that they were not kept yet: of the runs that are
-- there they are known once these are folded again (`runline rebuild`).
create type run_step as (
  kind text,
  name text,
  span_id text,
  started_ms float8,
  duration_ms float8,
  failure text,
  input_tokens float8,
  output_tokens float8,
  cached_input_tokens float8,
  cache_write_input_tokens float8,
  reasoning_tokens float8,
  usd float8,
  unpriced boolean
);

alter table runs
  add column steps run_step[],
  add column steps_cut boolean not null default true;
alter table runs alter column steps_cut drop default;

create index runs_steps_cut on runs (started_at) where steps_cut;

-- Sums of the runs that started in a day, an hour, six minutes (`length_ms`), of an agent or of all (whose id is below), where there are
-- many. `stale_rollups` names the six minutes of which rollups are stale; what it does not name is what would come of the runs
-- themselves. A row is added there by every write of a run, and changed by nobody, so that writers never wait for each other.
create table rollups (
  agent_id uuid not null,
  length_ms int not null,
  started_at timestamptz not null,
  runs json not null,
  steps json not null,
  primary key (agent_id, length_ms, started_at)
);
create table stale_rollups (
  agent_id uuid not null,
  started_at timestamptz not null,
  id uuid not null default gen_random_uuid(),
  primary key (agent_id, started_at, id)
);

-- Where there will be one: a row for each would take hours to be worked through.
with owned as (
  select owner as agent_id, started_at
  from runs cross join unnest(array[agent_id, '5a11a9e0-75ff-4c1e-8d0e-0f2d6b3c9a41'::uuid]) as owner
)
insert into stale_rollups (agent_id, started_at)
select distinct agent_id, date_bin('6 minutes', min(started_at), timestamptz 'epoch')
from owned
cross join unnest(array[interval '6 minutes', interval '1 hour', interval '1 day']) as length
group by agent_id, date_bin(length, started_at, timestamptz 'epoch')
having count(*) >= 50;
