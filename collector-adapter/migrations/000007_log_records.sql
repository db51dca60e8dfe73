-- How many of the rows that a fold counts are log records, which name a span of it, and no spans: a list of traces tells the others.
alter table folds add column log_records int not null default 0;
