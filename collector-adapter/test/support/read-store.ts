import type { Database } from "../../src/database/database.ts";

type Row = Record<string, unknown>;

/** The whole content of the store, but for times by the server's clock, numbers of commits, and agents that have no run. */
export async function readStore(database: Database) {
  const logs = await database.query<Row>({
    text: `select id, created_at::text, entity_id, room_id, agent_id, run_id, parent_run_id, type, status, body,
      started_at::text, fold_key, span_id, parent_span_id, version, facts from logs order by run_id, started_at, id`,
  });
  const openSpans = await database.query<Row>({
    text: `select run_id, span_id, started_at::text, fold_key, agent_id, version, facts, body
      from open_spans order by run_id, span_id`,
  });
  const agents = await database.query<Row>({
    text: "select agent_id, runs from agents where agent_id in (select agent_id from runs) order by agent_id",
  });
  const folds = await database.query<Row>({
    text: `select fold_key, dirty, spans, log_records, log_keys, trace_ids, hosts_runs, missing_parents, is_listed, first_start_at::text, last_start_at::text, runs, name,
      service_name, status, started_at::text, ended_at::text from folds order by fold_key`,
  });
  const runs = await database.query<Row>({
    text: `select agent_id, run_id, fold_key, trace_id, room_id, root_span_id, status, started_at::text, ended_at::text,
      heartbeats, summary, input_tokens, output_tokens, cached_input_tokens, cache_write_input_tokens, reasoning_tokens,
      audio_input_tokens, audio_output_tokens, unsplit_tokens, unpriced, estimated, steps::text, steps_cut, entity_id, message_id, duration_ms, tokens, cost_usd, errors, models, actions, fingerprint, words
      from runs order by agent_id, run_id`,
  });
  const joined = await database.query<Row>({
    text: "select trace_key, fold_key from joined_folds order by trace_key, fold_key",
  });
  return { logs, openSpans, agents, folds, joined, runs };
}

const TABLES = ["logs", "open_spans", "folds", "joined_folds", "runs", "agents", "rollups", "stale_rollups"];
/** Nothing takes the place of deleted rows before a vacuum, and readers go over them. */
const MAX_DELETED_BYTES = 32 * 1024 * 1024;

/** Empties the store. Rows are deleted one by one: to truncate makes new files, which takes PGlite ten times the CPU time. */
export async function clearStore(database: Database): Promise<void> {
  await database.transaction(async (session) => {
    const [size] = await session.query<{ isLarge: boolean }>({
      text: `select sum(pg_total_relation_size(oid)) > $1 as "isLarge" from pg_class
        where relkind = 'r' and relnamespace = 'public'::regnamespace`,
      values: [MAX_DELETED_BYTES],
    });
    if (size?.isLarge) {
      await session.query({ text: `truncate ${TABLES.join(", ")}` });
      return;
    }
    // What is being written meanwhile goes as well.
    await session.query({ text: `lock table ${TABLES.join(", ")} in share row exclusive mode` });
    for (const table of TABLES) await session.query({ text: `delete from ${table}` });
  });
}
