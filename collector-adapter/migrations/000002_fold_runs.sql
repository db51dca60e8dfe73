-- Runs are computed from all spans of a tree (the fold), and a later version of a span replaces the earlier one. What version 1
-- wrote is kept under the number of its migration until it has been converted, which happens on start; its runs and agents are
-- computed anew from it.
alter table logs rename to logs_000001;
alter index logs_pkey rename to logs_000001_pkey;
alter table open_spans rename to open_spans_000001;
alter index open_spans_pkey rename to open_spans_000001_pkey;
drop table runs;
drop table agents;

-- The truth: elizaOS's columns, then ours. A row is the start or the end of one span: `id` is made of trace, span and which of both.
-- `started_at` is the start of the span on either row: unlike the end it never changes, so it is part of the key. Of two versions
-- of a row the one with the greater `version` stays, whichever came first. `facts` is what the fold needs, on end rows, and
-- read as a whole: json and not jsonb, which would be built only to be written out again. Content is in `body` alone. agent, room and entity of an infrastructure span may be unknown.
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
  started_at timestamptz not null,
  fold_key uuid not null,
  span_id text not null,
  parent_span_id text,
  version text collate "C" not null,
  facts json,
  primary key (run_id, started_at, id)
) partition by range (started_at);

-- Uncompressed: the default compression costs 3 times the CPU at 8 to 16 kB a body.
alter table logs alter column body set storage external;

-- What is known of spans that have not ended: one row each, kept by heartbeats, removed by the final span.
create table open_spans (
  run_id uuid not null,
  span_id text not null,
  started_at timestamptz not null,
  fold_key uuid not null,
  agent_id uuid,
  last_seen_at timestamptz not null,
  version text collate "C" not null,
  facts json not null,
  body jsonb not null,
  primary key (run_id, span_id)
) with (fillfactor = 70);

-- What is folded together: the spans of one run, or those of a trace that name no run. The row is locked by whoever adds spans, and
-- says where they are: under which keys of `logs`, in which traces, from which first to which last start. `joined` has the keys of
-- the runs that live in this trace and are folded by themselves. `version` rises with each commit. A fold that is `dirty` has spans
-- that its runs do not know yet. `runs` names them as last folded; name, service, status and times are of the whole, for traces that
-- are no run. A row without spans is a trace that only runs with keys of their own are known of.
create table folds (
  fold_key uuid primary key,
  version int not null,
  dirty boolean not null,
  spans int not null,
  log_keys uuid[] not null,
  trace_ids uuid[] not null,
  joined uuid[] not null,
  first_start_at timestamptz,
  last_start_at timestamptz,
  last_seen_at timestamptz not null,
  runs jsonb not null,
  name text,
  service_name text,
  status text,
  started_at timestamptz,
  ended_at timestamptz
) with (fillfactor = 70);

create index folds_dirty on folds (fold_key) where dirty;
create index folds_without_runs on folds (started_at desc, fold_key desc) where runs = '[]' and joined = '{}' and spans > 0;

-- The runs, replaced as a whole by each fold: never added to. `summary` is what the fold says beside the columns. `heartbeats`: the
-- sender reports spans that go on, so that its silence means something soon.
create table runs (
  agent_id uuid not null,
  run_id uuid not null,
  fold_key uuid not null,
  trace_id uuid not null,
  room_id uuid,
  root_span_id text,
  status text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  last_seen_at timestamptz not null,
  heartbeats boolean not null,
  summary jsonb not null,
  primary key (agent_id, run_id)
) with (fillfactor = 70);

create index runs_by_agent on runs (agent_id, started_at desc, run_id desc);
create index runs_by_room on runs (agent_id, room_id, started_at desc, run_id desc);
create index runs_by_trace on runs (trace_id);

-- Who was heard of. Names are those of the runs; an agent without any is one that a run was taken for before more was known of it.
create table agents (
  agent_id uuid primary key,
  last_seen_at timestamptz not null
) with (fillfactor = 70);
