-- Spreads Runline's tables over the nodes of a Citus cluster: docs/scaling.md. Run once, on the coordinator, when Runline has made them:
--
--   psql "$DATABASE_URL" --set=ON_ERROR_STOP=1 --file=docs/citus.sql
--
-- By what their statements name them: rows of spans by run, what is folded together by its key, runs by agent. Few shards, since each
-- day of `logs` is a table on every one of them.
select create_distributed_table('logs', 'run_id', colocate_with => 'none', shard_count => 16);
select create_distributed_table('open_spans', 'run_id', colocate_with => 'logs');
select create_distributed_table('folds', 'fold_key', colocate_with => 'none', shard_count => 16);
select create_distributed_table('joined_folds', 'trace_key', colocate_with => 'folds');
select create_distributed_table('runs', 'agent_id', colocate_with => 'none', shard_count => 16);
select create_distributed_table('agents', 'agent_id', colocate_with => 'runs');
select create_distributed_table('rollups', 'agent_id', colocate_with => 'runs');
select create_distributed_table('stale_rollups', 'agent_id', colocate_with => 'runs');

-- As many as there are shards on a node: by default Citus opens all but one anew for each transaction, which costs more than its rows.
select format('alter database %I set citus.max_cached_conns_per_worker = 16', current_database()) \gexec
