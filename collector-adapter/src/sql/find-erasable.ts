import type { Session } from "../database/database.ts";
import { toTimestamp } from "../database/timestamps.ts";
import { IS_OF_FOLDS, toFoldValues, type FoldPlace, type FoldRow } from "./fold-columns.ts";
import { isInRoom, toMs } from "./run-columns.ts";

/** Whose runs are to be erased. */
export interface Owner {
  kind: "agent" | "room" | "user" | "run";
  id: string;
}

/** Which rows of `runs` are meant. A user's are those that name the user. */
const RUNS: Record<Owner["kind"], string> = {
  agent: "agent_id = $1",
  room: isInRoom("$1"),
  user: "entity_id = $1",
  run: "run_id = $1",
};

/** Which rows of `logs` name the owner by themselves, whatever run they are in. A run's may stand under the key of its trace. */
const LOGS: Record<Owner["kind"], string> = {
  agent: "agent_id = $1",
  room: "room_id = $1",
  user: "entity_id = $1",
  run: "parent_run_id = $1",
};

/** The same of open spans. */
const OPEN: Record<Owner["kind"], string> = {
  agent: "agent_id = $1",
  room: "facts ->> 'roomId' = $1::uuid::text",
  user: "facts ->> 'entityId' = $1::uuid::text",
  run: "false and $1::uuid is null",
};

/** Whether a run is one of the owner's. */
export function isOwned(
  { kind, id }: Owner,
  run: { agentId: string; runId: string; roomId?: string | undefined; entityId?: string | undefined },
): boolean {
  if (kind === "agent") return run.agentId === id;
  if (kind === "room") return (run.roomId ?? run.agentId) === id;
  return (kind === "user" ? run.entityId : run.runId) === id;
}

/** How many runs the owner has. */
export async function countOwnedRuns(session: Session, { kind, id }: Owner): Promise<number> {
  const text = `select count(*)::int as rows from runs where ${RUNS[kind]}`;
  const [found] = await session.query<{ rows: number }>({ text, values: [id] });
  return found?.rows ?? 0;
}

/** Keys of folds that have runs of the owner, after the given one and in their order. */
export async function listOwnedFolds(session: Session, { kind, id }: Owner, after: string, limit: number) {
  const rows = await session.query<{ foldKey: string }>({
    text: `
      select distinct fold_key as "foldKey" from runs
      where ${RUNS[kind]} and fold_key > $2
      order by fold_key
      limit $3`,
    values: [id, after, limit],
  });
  return rows.map(({ foldKey }) => foldKey);
}

/** Keys of folds in which spans of some time name the owner. */
export async function listNamingFolds(session: Session, { kind, id }: Owner, from: number, to: number) {
  const rows = await session.query<{ foldKey: string }>({
    text: `
      select distinct fold_key as "foldKey" from (
        select fold_key from logs where ${LOGS[kind]} and started_at >= $2::timestamptz and started_at < $3::timestamptz
        union all
        select fold_key from open_spans
        where ${OPEN[kind]} and started_at >= $2::timestamptz and started_at < $3::timestamptz
      ) as naming`,
    values: [id, toTimestamp(from), toTimestamp(to)],
  });
  return rows.map(({ foldKey }) => foldKey);
}

/** Spans of a fold that name the owner. */
export async function listNamingSpans(session: Session, { kind, id }: Owner, fold: FoldPlace): Promise<string[]> {
  const place = toFoldValues([fold]);
  if (place === undefined) return [];
  const name = (condition: string) => condition.replaceAll("$1", "$5");
  const rows = await session.query<{ spanId: string }>({
    text: `
      select span_id as "spanId" from logs where ${IS_OF_FOLDS} and ${name(LOGS[kind])}
      union
      select span_id from open_spans where ${IS_OF_FOLDS} and ${name(OPEN[kind])}`,
    values: [...place, id],
  });
  return rows.map(({ spanId }) => spanId);
}

/** Rows that are left of some time: of folds that were erased, and those that name the owner. */
export async function countRowsLeft(
  session: Session,
  { kind, id }: Owner,
  erased: readonly string[],
  [from, to]: readonly [number, number],
): Promise<number> {
  const [found] = await session.query<{ rows: number }>({
    text: `
      select (
        (select count(*) from logs
          where (${LOGS[kind]} or fold_key = any($2::uuid[])) and started_at >= $3::timestamptz and started_at < $4::timestamptz)
        + (select count(*) from open_spans
          where (${OPEN[kind]} or fold_key = any($2::uuid[])) and started_at >= $3::timestamptz and started_at < $4::timestamptz)
      )::int as rows`,
    values: [id, erased, toTimestamp(from), toTimestamp(to)],
  });
  return found?.rows ?? 0;
}

/** Rows of `folds` and `joined_folds` that are left of those that were erased. */
export async function countFoldsLeft(session: Session, erased: readonly string[]): Promise<number> {
  const [found] = await session.query<{ rows: number }>({
    text: `
      select (
        (select count(*) from folds where fold_key = any($1::uuid[]) and spans > 0)
        + (select count(*) from joined_folds where fold_key = any($1::uuid[]))
      )::int as rows`,
    values: [erased],
  });
  return found?.rows ?? 0;
}

/** Deletes some spans of a fold, ended and open. */
export async function deleteSpans(session: Session, fold: FoldPlace, spanIds: readonly string[]): Promise<void> {
  const place = toFoldValues([fold]);
  if (place === undefined) return;
  for (const table of ["logs", "open_spans"]) {
    await session.query({
      text: `delete from ${table} where ${IS_OF_FOLDS} and span_id = any($5::text[])`,
      values: [...place, spanIds],
    });
  }
}

/** Where the spans are that a fold has left. */
export async function findPlace(
  session: Session,
  fold: FoldPlace,
): Promise<Pick<FoldRow, "logKeys" | "firstStartAt" | "lastStartAt">> {
  const place = toFoldValues([fold]);
  if (place === undefined) return { logKeys: [], firstStartAt: null, lastStartAt: null };
  const rows = await session.query<{ logKey: string; first: number; last: number }>({
    text: `
      select run_id as "logKey", ${toMs("min(started_at)")} as first, ${toMs("max(started_at)")} as last from (
        select run_id, started_at from logs where ${IS_OF_FOLDS}
        union all
        select run_id, started_at from open_spans where ${IS_OF_FOLDS}
      ) as spans
      group by run_id
      order by run_id`,
    values: place,
  });
  return {
    logKeys: rows.map(({ logKey }) => logKey),
    firstStartAt: rows.length === 0 ? null : Math.min(...rows.map(({ first }) => first)),
    lastStartAt: rows.length === 0 ? null : Math.max(...rows.map(({ last }) => last)),
  };
}
