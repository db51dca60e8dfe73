-- A row of `folds` is written with every batch. Postgres does that in place, without a word to the indexes, unless a column changes
-- that an index names. So the index of the traces that are no run goes by a column of its own, which a run's fold never changes, and
-- name, service, status and times are kept of these traces alone.
-- `hosts_runs`: runs with keys of their own live in this trace. `has_orphans`: the parent of a span is not in the fold; when it is in
-- one of these runs, the span belongs to that one.
alter table folds add column hosts_runs boolean not null default false;
alter table folds add column has_orphans boolean not null default false;
alter table folds add column is_listed boolean not null default false;
drop index folds_without_runs;
update folds set hosts_runs = true, dirty = spans > 0 where joined <> '{}';
update folds set is_listed = true where runs = '[]' and joined = '{}' and spans > 0 and name is not null;
create index folds_listed on folds (started_at desc, fold_key desc) where is_listed;

-- Which folds have spans in a trace beside the one that has its key. As a list in a row it was written anew with each of them.
create table joined_folds (
  trace_key uuid not null,
  fold_key uuid not null,
  primary key (trace_key, fold_key)
);
insert into joined_folds (trace_key, fold_key) select fold_key, unnest(joined) from folds;
alter table folds drop column joined;
