-- The truth: elizaOS's columns, then ours. agent, room and entity of an infrastructure span may be unknown.
-- Partitioned by day, so that old days are dropped instead of deleted; the daily partitions are made when first needed.
create table logs (
  id uuid not null,
  created_at timestamptz not null,
  entity_id uuid,
  body jsonb not null,
  type text not null,
  room_id uuid,
  agent_id uuid,
  run_id uuid not null,
  parent_run_id uuid,
  status text,
  primary key (run_id, created_at, id)
) partition by range (created_at);

-- Uncompressed: the default compression costs 3 times the CPU at 8 to 16 kB a body.
alter table logs alter column body set storage external;

-- What is known of spans that have not ended: one row each, replaced by heartbeats, removed by the final span.
create table open_spans (
  run_id uuid not null,
  span_id text not null,
  agent_id uuid,
  last_seen_at timestamptz not null,
  body jsonb not null,
  primary key (run_id, span_id)
) with (fillfactor = 70);

-- Projection of logs: written in the same transaction, could be rebuilt from it. Also holds plans (parent_run_id set) and
-- traces that are no run so far (events = 0). end_rank says who reported the end: 0 nobody, 1 the root of the trace,
-- 2 the agent itself, whose word counts more. prev_status is the status before the last change, null if it was
-- no run then, so that one statement can say what changed.
create table runs (
  agent_id uuid not null,
  run_id uuid not null,
  parent_run_id uuid,
  trace_id uuid,
  room_id uuid,
  entity_id uuid,
  message_id uuid,
  status text not null,
  prev_status text,
  end_rank smallint not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  last_at timestamptz not null,
  heartbeat_at timestamptz,
  events int not null,
  actions int not null,
  model_calls int not null,
  errors int not null,
  evaluators int not null,
  metadata jsonb not null,
  primary key (agent_id, run_id)
) with (fillfactor = 70);

create index runs_by_agent on runs (agent_id, started_at desc, run_id desc) where parent_run_id is null and events > 0;
create index runs_by_room on runs (agent_id, room_id, started_at desc, run_id desc) where parent_run_id is null and events > 0;
create index runs_by_parent on runs (agent_id, parent_run_id) where parent_run_id is not null;

create table agents (
  agent_id uuid primary key,
  name text not null,
  last_seen_at timestamptz not null
) with (fillfactor = 70);
