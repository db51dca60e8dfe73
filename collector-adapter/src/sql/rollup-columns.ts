/**
 * A rollup has the runs that started within so many ms, the longest first. The 60 bars of a day, a week and a month begin where one of
 * six minutes does.
 */
export const ROLLUP_LENGTHS = { day: 86_400_000, hour: 3_600_000, part: 360_000 } as const;

/** Stands in the place of an agent for all of them. */
export const ALL_AGENTS = "5a11a9e0-75ff-4c1e-8d0e-0f2d6b3c9a41";

/** Whether something of a rollup has changed since it was made. */
export const IS_STALE = `exists (
  select from stale_rollups as stale
  where stale.agent_id = rollups.agent_id and stale.started_at >= rollups.started_at
    and stale.started_at < rollups.started_at + rollups.length_ms * interval '1 ms'
)`;

/**
 * Says that the rollups of some moments are stale, those of an agent and those of all.
 *
 * @param source - what has a row with `agent_id` for each run
 * @param moments - the members of an array; null ones are none
 */
export const toStaleRollups = (source: string, moments: string) => `
  insert into stale_rollups (agent_id, started_at)
  select distinct owner, date_bin('${ROLLUP_LENGTHS.part} ms', moment, timestamptz 'epoch')
  from ${source}
  cross join unnest(array[agent_id, '${ALL_AGENTS}'::uuid]) as owner
  cross join unnest(array[${moments}]) as moment
  where moment is not null`;
