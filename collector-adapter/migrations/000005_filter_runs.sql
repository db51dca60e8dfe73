-- What lists are filtered and sorted by, and what is summed up, has a column of its own, written by the fold like all of the row.
-- `duration_ms` is 0 until the run has ended; `tokens`, `cost_usd` and `errors` are 0 where nothing is known; all four are of one type,
-- as the places in a list are. Of models and actions the first 200 characters: an index takes no long ones. `words` is what text is
-- searched in, in lower case: message, error, cause. `unpriced`: a model call used tokens and tells no price. `prev_started_at` is the
-- start before the last write, null until there was a second one: the statement that writes a run knows by this whether the agent has
-- one more, and which sums change. `actions` were not kept so far: of the runs that are there they are known once these are folded
-- again (`runline rebuild`). One update for all of it: each writes every run anew.
alter table runs
  add column entity_id uuid,
  add column message_id uuid,
  add column duration_ms float8 not null default 0,
  add column tokens float8 not null default 0,
  add column cost_usd float8 not null default 0,
  add column errors float8 not null default 0,
  add column models text[] not null default '{}',
  add column actions text[] not null default '{}',
  add column fingerprint text,
  add column words text not null default '',
  add column input_tokens float8,
  add column output_tokens float8,
  add column cached_input_tokens float8,
  add column cache_write_input_tokens float8,
  add column reasoning_tokens float8,
  add column unpriced boolean not null default false,
  add column prev_started_at timestamptz;

update runs set
  entity_id = (summary ->> 'entityId')::uuid,
  message_id = (summary ->> 'messageId')::uuid,
  duration_ms = coalesce(extract(epoch from ended_at - started_at) * 1000, 0),
  tokens = coalesce((summary #>> '{tokens,input}')::float8, 0) + coalesce((summary #>> '{tokens,output}')::float8, 0),
  cost_usd = coalesce((summary #>> '{cost,usd}')::float8, 0),
  errors = (summary #>> '{counts,errors}')::float8,
  models = array(select left(name, 200) from jsonb_array_elements_text(summary -> 'models') as name),
  fingerprint = summary #>> '{cause,fingerprint}',
  words = lower(concat_ws(
    e'\n', summary ->> 'message', coalesce(summary ->> 'error', summary #>> '{ifSilent,error}'), summary #>> '{cause,text}'
  )),
  input_tokens = (summary #>> '{tokens,input}')::float8,
  output_tokens = (summary #>> '{tokens,output}')::float8,
  cached_input_tokens = (summary #>> '{tokens,cachedInput}')::float8,
  cache_write_input_tokens = (summary #>> '{tokens,cacheWriteInput}')::float8,
  reasoning_tokens = (summary #>> '{tokens,reasoning}')::float8,
  unpriced = coalesce(
    (summary #>> '{cost,atLeast}')::boolean,
    summary -> 'tokens' <> '{}' and (summary #>> '{counts,modelCalls}')::int > 0
  );

-- Each order of the list has an index with all that decides between two runs, so that a page is read from any place on; `agent_id`
-- in it lets other agents' runs be passed over without a look at their rows.
create index runs_by_start on runs (started_at desc, run_id desc, agent_id desc);
create index runs_by_duration on runs (duration_ms desc, started_at desc, run_id desc, agent_id desc);
create index runs_by_tokens on runs (tokens desc, started_at desc, run_id desc, agent_id desc);
create index runs_by_cost on runs (cost_usd desc, started_at desc, run_id desc, agent_id desc);
create index runs_by_errors on runs (errors desc, started_at desc, run_id desc, agent_id desc);

-- Rare values are found by these; common ones on the way through an index above.
drop index runs_by_room;
create index runs_by_room on runs (room_id, started_at desc, run_id desc);
create index runs_by_user on runs (entity_id, started_at desc, run_id desc);
create index runs_by_status on runs (status, started_at desc, run_id desc) where status <> 'completed';
create index runs_by_fingerprint on runs (fingerprint, started_at desc, run_id desc) where fingerprint is not null;
-- What comes to the index by names waits in a list of 64 kB: it costs a run 2 µs instead of 8 to get in there, and every reader 0.1 ms.
create index runs_by_names on runs using gin (models, actions) with (gin_pending_list_limit = 64);

-- What an id names.
create index runs_by_id on runs (run_id);
create index runs_by_message on runs (message_id) where message_id is not null;

-- Counting all runs takes 20 ms for 200,000 of them; so each agent's row has their number.
alter table agents add column runs int not null default 0;
update agents set runs = (select count(*) from runs where runs.agent_id = agents.agent_id);
