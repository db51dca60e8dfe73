-- By which a run that made calls through a gateway is found: the responses of its calls, as the UUIDv5 of their ids, 500 at most. `is_bare`:
-- it is nothing but calls that name their responses, so that another run may have made them. Only these have an index: a run with an agent
-- pays for neither. The runs that are there have both when they are folded again (`runline rebuild`), but gateways are put together with
-- runs only within an hour of their last span: those of earlier days stay runs of their own.
alter table runs
  add column responses uuid[] not null default '{}',
  add column is_bare boolean not null default false;

-- Of a trace that a gateway has told of the calls of such a run in, everything is of that run's fold, whatever comes of it later.
alter table joined_folds add column takes_all boolean not null default false;

create index runs_bare on runs (last_seen_at desc) where is_bare;
