import { createHash } from "node:crypto";
import { Client } from "pg";
import { openDatabase } from "../../collector-adapter/src/database/open-database.ts";
import type { Database } from "../../collector-adapter/src/database/database.ts";
import { toDay } from "../../collector-adapter/src/database/timestamps.ts";
import { createLogPartition } from "../../collector-adapter/src/sql/create-log-partition.ts";
import { serve } from "../../collector-adapter/src/serve.ts";
import { sendSpans } from "../../collector-adapter/test/support/send-spans.ts";
import { createTestRun } from "../../collector-adapter/test/support/test-run.ts";
import type { PostgresServer } from "../../test-support/start-postgres.ts";

export const AGENTS = 100;
export const ROOMS = 1_000;
export const USERS = 2_000;
/** What a handful of runs has. */
export const RARE = { model: "o3-rare", action: "RARE_ACTION", text: "Xylophone" } as const;
/** A fifth of the memory of a machine for databases; the default of 128 MB is for none. */
const SHARED_BUFFERS = "4GB";
const RUNS_AT_ONCE = 10_000;
const DAY_MS = 86_400_000;

/** The id of one of the things that are filled in. */
export function toFillId(kind: string, index: number): string {
  const hex = createHash("md5").update(`${kind}${index}`).digest("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** The id of one of the agents. */
export const toAgentId = (index: number): string => toFillId("agent", index);

/** Log rows of a run: two of its own, two of each action, one of each request and each model call. */
export const toRows = (steps: number): number => 2 + steps * 4;

/** How much is filled in. `steps` are actions, each with a request and a model call. */
interface Fill {
  runs: number;
  days: number;
  steps: number;
  onProgress: (runs: number) => void;
}

/**
 * Fills an empty Postgres with runs that ended in the last days, cloned from one that Runline has taken in: the same spans with the ids
 * of the run, the agent and the room, and the times of the one that was taken in inside the facts.
 */
export async function cloneRuns(postgres: PostgresServer, fill: Fill): Promise<void> {
  const storage = { dataDir: "unused", databaseUrl: postgres.url };
  await takeTemplateIn(storage, fill.steps);
  await restart(postgres);
  const database = await openDatabase(storage);
  const run = (text: string) => database.query({ text });
  const endsAt = Date.now();
  const startsAt = endsAt - fill.days * DAY_MS;
  for (let day = toDay(startsAt); day <= toDay(endsAt); day += 1) await createLogPartition(database, day);
  await run("create unlogged table template as select * from logs");
  await run("create unlogged table template_run as select * from runs");
  await run("create unlogged table template_fold as select * from folds");
  await run("truncate logs, runs, folds, agents");
  const stepMs = (endsAt - startsAt) / fill.runs;
  for (let first = 0; first < fill.runs; first += RUNS_AT_ONCE) {
    const last = Math.min(first + RUNS_AT_ONCE, fill.runs) - 1;
    await cloneSome(
      database,
      `select n, to_timestamp((${startsAt} + n * ${stepMs}::float8) / 1000) as at from generate_series(${first}, ${last}) as n`,
    );
    fill.onProgress(last + 1);
  }
  await run("insert into agents select agent_id, max(last_seen_at), count(*) from runs group by agent_id");
  await run("drop table template, template_run, template_fold");
  await database.close();
  await vacuum(postgres);
}

/** Minutes for 15 GB: longer than any statement of Runline may take. */
async function vacuum({ url }: PostgresServer): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query("vacuum analyze");
  await client.end();
}

async function takeTemplateIn(storage: { dataDir: string; databaseUrl: string }, steps: number): Promise<void> {
  const server = await serve({
    port: 0,
    grpcPort: 0,
    host: "127.0.0.1",
    token: undefined,
    logLevel: "silent",
    ...storage,
  });
  const run = createTestRun();
  const spans = Array.from({ length: steps }, (_, index) => {
    const place = { from: index * 80, to: index * 80 + 70 };
    const action = run.action("SEND_MESSAGE", place);
    return [action, run.infrastructure("POST api.example.com", { ...place, parent: action }), run.modelCall(place)];
  });
  const { status } = await sendSpans(server.url, [run.root(), ...spans.flat()]);
  if (status !== 200) throw new Error(`Runline answered ${status}.`);
  await server.close();
}

/** Postgres takes its memory at the start. */
async function restart(postgres: PostgresServer): Promise<void> {
  const database = await openDatabase({ dataDir: "unused", databaseUrl: postgres.url });
  await database.query({ text: `alter system set shared_buffers = '${SHARED_BUFFERS}'` });
  await database.query({ text: "alter system set max_wal_size = '8GB'" });
  await database.close();
  await postgres.stop();
  await postgres.start();
}

/** Ids as `toFillId` makes them. */
const toId = (kind: string, index: string): string => `md5('${kind}' || ${index})::uuid`;

/** Of 1000 runs 30 failed, one timed out and one goes on; what is long, dear and rare is so by chance that is the same each time. */
async function cloneSome(database: Database, numbers: string): Promise<void> {
  const chance = (salt: number) => `(abs(hashint8extended(n, ${salt})) % 1000000 / 1000000.0)`;
  await database.query({
    text: `
      create unlogged table filled as
      select
        n, at, ${toId("run", "n")} as run_id, ${toId("agent", `n % ${AGENTS}`)} as agent_id,
        ${toId("room", `(${chance(1)} * ${ROOMS})::int`)} as room_id, ${toId("user", `(${chance(2)} * ${USERS})::int`)} as entity_id,
        ${toId("message", "n")} as message_id,
        case when ${chance(3)} < 0.03 then 'error' when ${chance(3)} < 0.031 then 'timeout' when ${chance(3)} < 0.032 then 'started'
          else 'completed' end as status,
        exp(7.5 + 1.2 * sqrt(-2 * ln(${chance(4)} + 1e-9)) * cos(6.283 * ${chance(5)})) as duration_ms,
        floor(200 + 20000 * ${chance(6)} ^ 4) as tokens, ${chance(7)} ^ 8 as cost_usd,
        case when n % 40000 = 77 then array['${RARE.model}'] when ${chance(8)} < 0.6 then array['gpt-4o-mini'] else array['gpt-4o'] end
          as models,
        array['SEND_MESSAGE', 'ACTION_' || (${chance(9)} * 30)::int, case when n % 40000 = 99 then '${RARE.action}'
          when ${chance(8)} >= 0.6 then 'ONLY_WITH_GPT_4O' else 'REPLY' end] as actions,
        case when n % 40000 = 55 then '${RARE.text} for sale? ' else 'Book a table for two, number ' end || md5(n::text) as message
      from (${numbers}) as numbers`,
  });
  await database.query({
    text: `
      insert into runs (
        agent_id, run_id, fold_key, trace_id, room_id, root_span_id, status, started_at, ended_at, last_seen_at, heartbeats, summary,
        entity_id, message_id, duration_ms, tokens, cost_usd, errors, models, actions, fingerprint, words,
        input_tokens, output_tokens, steps, steps_cut
      )
      select
        f.agent_id, f.run_id, f.run_id, f.run_id, f.room_id, t.root_span_id, f.status, at,
        case when f.status <> 'started' then at + f.duration_ms * interval '1 ms' end, at, t.heartbeats,
        t.summary || jsonb_build_object('message', f.message, 'entityId', f.entity_id, 'messageId', f.message_id),
        f.entity_id, f.message_id, case when f.status <> 'started' then f.duration_ms else 0 end, f.tokens, f.cost_usd,
        case when f.status in ('error', 'timeout') then 1 + n % 3 else 0 end, f.models, f.actions,
        case when f.status = 'error' then lpad((n % 50)::text, 16, '0') end,
        lower(f.message) || case when f.status = 'error' then e'\\nconnect econnrefused 10.0.0.7' else '' end,
        t.input_tokens, t.output_tokens, t.steps, t.steps_cut
      from filled as f cross join template_run as t`,
  });
  await database.query({
    text: `
      insert into folds (
        fold_key, version, dirty, spans, log_keys, trace_ids, first_start_at, last_start_at, last_seen_at, runs, hosts_runs, is_listed,
        missing_parents
      )
      select
        f.run_id, t.version, false, t.spans, array[f.run_id], array[f.run_id], at, at + (t.last_start_at - t.first_start_at), at,
        jsonb_build_array(t.runs -> 0 || jsonb_build_object('runId', f.run_id, 'agentId', f.agent_id, 'status', f.status)),
        false, false, '{}'
      from filled as f cross join template_fold as t`,
  });
  await database.query({
    text: `
      insert into logs (
        id, created_at, entity_id, body, type, room_id, agent_id, run_id, parent_run_id, status, started_at, fold_key, span_id,
        parent_span_id, version, facts
      )
      select
        gen_random_uuid(), at + (t.created_at - first.started_at), f.entity_id, t.body, t.type, f.room_id, f.agent_id, f.run_id,
        t.parent_run_id, t.status, at + (t.started_at - first.started_at), f.run_id, t.span_id, t.parent_span_id, t.version,
        replace(replace(replace(
          t.facts::text, first.run_id::text, f.run_id::text),
          replace(first.run_id::text, '-', ''), replace(f.run_id::text, '-', '')),
          first.agent_id::text, f.agent_id::text)::json
      from filled as f cross join template as t cross join template_run as first
      order by n`,
  });
  await database.query({ text: "drop table filled" });
}
