import type { Database } from "../../src/database/database.ts";

type Row = Record<string, unknown>;

/** The whole content of the store, but for times by the server's clock. */
export async function readStore(database: Database) {
  const logs = await database.query<Row>({
    text: "select id, created_at::text, entity_id, room_id, agent_id, run_id, parent_run_id, type, status, body from logs order by run_id, created_at, id",
  });
  const openSpans = await database.query<Row>({
    text: "select run_id, span_id, agent_id, body from open_spans order by run_id, span_id",
  });
  const agents = await database.query<Row>({ text: "select agent_id, name from agents order by agent_id" });
  const runs = await database.query<Row>({
    text: `select agent_id, run_id, parent_run_id, trace_id, room_id, entity_id, message_id, status, end_rank,
      started_at::text, ended_at::text, last_at::text, heartbeat_at is not null as has_heartbeat,
      events, actions, model_calls, errors, evaluators, metadata from runs order by agent_id, run_id`,
  });
  return { logs, openSpans, agents, runs };
}

/** Empties the store, for tests that send the same spans again. */
export async function clearStore(database: Database): Promise<void> {
  await database.query<Row>({ text: "truncate logs, open_spans, runs, agents" });
}
