import type { Session } from "../database/database.ts";
import type { FoldedRun } from "../fold/fold-result.ts";
import { TOKEN_KINDS } from "../fold/fold-span.ts";
import type { RunDetails } from "../records/run-record.ts";
import {
  toBooleanArray,
  toJsonbArray,
  toNumberArray,
  toTextArray,
  toTimestampArray,
  toUuidArray,
} from "./binary-array.ts";
import { toKeyList } from "./fold-columns.ts";
import { toStaleRollups } from "./rollup-columns.ts";
import { toFilterName } from "./run-filter.ts";
import { listTokens, toAmount } from "./sum-columns.ts";

/** A run as a fold has found it. */
export interface FoundRun {
  foldKey: string;
  /** `responses` as UUIDs. */
  run: Omit<FoldedRun, keyof RunDetails | "steps">;
  details: RunDetails;
  /** By `toStepList`. */
  steps: string;
  hasAllSteps: boolean;
  /** When a span of it last came; absent when none came with this batch. */
  seenAt: number | undefined;
}

const TOKENS = listTokens((_, column) => column);

const COLUMNS = `
  agent_id, run_id, fold_key, trace_id, room_id, root_span_id, status, started_at, ended_at, last_seen_at, heartbeats, summary,
  entity_id, message_id, duration_ms, tokens, cost_usd, errors, models, actions, fingerprint, words, ${TOKENS}, unpriced, estimated,
  steps, steps_cut, responses, is_bare`;

// One statement, since a round trip is a tenth of the time that a small batch takes. `prev_started_at` says of each row which of both
// happened: it is null in one that was inserted, and the agent has one run more.
const TEXT = `
  with found as (
    select * from unnest(
      $1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::timestamptz[],
      $9::timestamptz[], $10::timestamptz[], $11::boolean[], $12::jsonb[], $13::uuid[], $14::uuid[], $15::float8[],
      $16::float8[], $17::float8[], $18::float8[], $19::text[], $20::text[], $21::text[], $22::text[],
      $23::float8[], $24::float8[], $25::float8[], $26::float8[], $27::float8[], $28::float8[],
      $29::float8[], $30::float8[], $31::boolean[], $32::boolean[], $33::text[], $34::boolean[],
      $35::text[], $36::boolean[]
    ) as batch (${COLUMNS})
  ), written as (
    insert into runs as r (${COLUMNS})
    select
      agent_id, run_id, fold_key, trace_id, room_id, root_span_id, status, started_at, ended_at, last_seen_at, heartbeats,
      summary, entity_id, message_id, duration_ms, tokens, cost_usd, errors, models::text[], actions::text[], fingerprint,
      words, ${TOKENS}, unpriced, estimated, steps::run_step[], steps_cut,
      responses::uuid[], is_bare
    from found
    order by agent_id, run_id
    on conflict (agent_id, run_id) do update set
      fold_key = excluded.fold_key, trace_id = excluded.trace_id, room_id = excluded.room_id,
      root_span_id = excluded.root_span_id, status = excluded.status, started_at = excluded.started_at,
      ended_at = excluded.ended_at, last_seen_at = greatest(r.last_seen_at, excluded.last_seen_at),
      heartbeats = excluded.heartbeats, summary = excluded.summary, entity_id = excluded.entity_id,
      message_id = excluded.message_id, duration_ms = excluded.duration_ms, tokens = excluded.tokens,
      cost_usd = excluded.cost_usd, errors = excluded.errors, models = excluded.models, actions = excluded.actions,
      fingerprint = excluded.fingerprint, words = excluded.words,
      ${listTokens((_, column) => `${column} = excluded.${column}`)},
      unpriced = excluded.unpriced, estimated = excluded.estimated, steps = excluded.steps, steps_cut = excluded.steps_cut,
      responses = excluded.responses, is_bare = excluded.is_bare,
      prev_started_at = r.started_at
    returning agent_id, started_at, prev_started_at
  ), stale as (${toStaleRollups("written", "started_at, prev_started_at")}
  ), heard as (
    select agent_id, max(last_seen_at) as last_seen_at from found group by agent_id
  ), grown as (
    select agent_id, count(*) filter (where prev_started_at is null) as runs from written group by agent_id
  )
  insert into agents as a (agent_id, last_seen_at, runs)
  select agent_id, last_seen_at, runs from heard join grown using (agent_id)
  where last_seen_at > '-infinity' or runs > 0
  order by agent_id
  on conflict (agent_id) do update set
    last_seen_at = greatest(a.last_seen_at, excluded.last_seen_at), runs = a.runs + excluded.runs
  where a.last_seen_at < excluded.last_seen_at or excluded.runs > 0`;

/**
 * Writes runs, each once, as they are now: what is there of a run is replaced as a whole. Also remembers when their agents were last
 * heard of, how many runs they have, and which rollups are stale now.
 */
export async function upsertRuns(session: Session, found: readonly FoundRun[]): Promise<void> {
  if (found.length === 0) return;
  await session.query({
    name: "upsert_runs",
    text: TEXT,
    values: [
      toUuidArray(found.map(({ run }) => run.agentId)),
      toUuidArray(found.map(({ run }) => run.runId)),
      toUuidArray(found.map(({ foldKey }) => foldKey)),
      toUuidArray(found.map(({ run }) => run.traceId)),
      toUuidArray(found.map(({ run }) => run.roomId)),
      toTextArray(found.map(({ run }) => run.rootSpanId)),
      toTextArray(found.map(({ run }) => run.status)),
      toTimestampArray(found.map(({ run }) => run.startedAt)),
      toTimestampArray(found.map(({ run }) => run.endedAt)),
      toTimestampArray(found.map(({ seenAt }) => seenAt ?? -Infinity)),
      toBooleanArray(found.map(({ run }) => run.heartbeat)),
      toJsonbArray(found.map(({ details }) => JSON.stringify(details))),
      toUuidArray(found.map(({ details }) => details.entityId)),
      toUuidArray(found.map(({ details }) => details.messageId)),
      toNumberArray(found.map(toWorkMs)),
      toNumberArray(found.map(({ details }) => sumTokens(details.tokens))),
      toNumberArray(found.map(({ details }) => details.cost?.usd ?? 0)),
      toNumberArray(found.map(({ details }) => details.counts.errors)),
      toTextArray(found.map(({ details }) => toNameList(details.models))),
      toTextArray(found.map(({ run }) => toNameList(run.actions))),
      toTextArray(found.map(({ details }) => details.cause?.fingerprint)),
      toTextArray(found.map(({ details }) => toWords(details))),
      ...TOKEN_KINDS.map((kind) => toNumberArray(found.map(({ details }) => toAmount(details.tokens[kind])))),
      toBooleanArray(found.map(({ run }) => run.unpriced)),
      toBooleanArray(found.map(({ details }) => details.cost?.estimated ?? false)),
      toTextArray(found.map(({ steps }) => steps)),
      toBooleanArray(found.map(({ hasAllSteps }) => !hasAllSteps)),
      toTextArray(found.map(({ run }) => toKeyList(run.responses))),
      toBooleanArray(found.map(({ run }) => run.isBare)),
    ],
  });
}

/** How long a run has worked, in ms: what it waited for others is not its own. 0 until the run has ended. */
function toWorkMs({ run: { startedAt, endedAt }, details: { time } }: FoundRun): number {
  return endedAt === undefined ? 0 : endedAt - startedAt - (time.waitMs ?? 0);
}

/** All tokens: what the others are parts of. */
function sumTokens({ input = 0, output = 0, unsplit = 0 }: RunDetails["tokens"]): number {
  return input + output + unsplit;
}

/** Names as one text, to be read as `text[]`: arrays of several lengths make no array of arrays. */
function toNameList(names: readonly string[]): string {
  return `{${names.map((name) => `"${toFilterName(name).replaceAll(/["\\]/g, "\\$&")}"`).join(",")}}`;
}

/** What text is searched in. */
function toWords({ message, error, ifSilent, cause }: RunDetails): string {
  const said = [message, error ?? ifSilent?.error, cause?.text].filter((text) => text !== undefined);
  return said.join("\n").toLowerCase();
}
