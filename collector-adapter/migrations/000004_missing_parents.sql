-- Which parents the spans of a fold miss, as `trace/span`: when one of them comes of a run that lives in this trace, what stands below it
-- belongs to that run. Null when there are more than are kept, and where only that there are some was known so far.
alter table folds add column missing_parents text[] default '{}';
update folds set missing_parents = null where has_orphans;
alter table folds drop column has_orphans;
