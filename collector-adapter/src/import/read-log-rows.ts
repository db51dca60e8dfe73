import type { LogSession, UnknownRow } from "./log-store.ts";

/** Never read: the composed state is most of a row (59 KB of an action), and the rest is in rows of its own. */
const NEVER = ["state", "params", "prompts", "systemPrompt", "responses", "planThought", "result", "message"];
/** Read only when content is wanted. */
const CONTENT = ["prompt", "response"];
/** Rows of a page; with prompts they have 18 KB each. */
const PAGE_ROWS = 1_000;
const PAGE_ROWS_WITH_CONTENT = 200;

/** Which rows to read. */
export interface LogRange {
  /** Rows written at or after this, ms since the epoch. */
  from: number;
  agentId: string | undefined;
  content: boolean;
}

/**
 * The rows in the order of the log, a page at a time. The table has no index and a page of its own would be a scan each: one
 * cursor scans it once and sorts references to the bodies; a body itself is only fetched with its page.
 */
export async function* readLogRows(
  session: LogSession,
  { from, agentId, content }: LogRange,
): AsyncGenerator<UnknownRow[]> {
  const left = content ? NEVER : [...NEVER, ...CONTENT];
  await session.query(
    `declare log_rows no scroll cursor for
     select l.id, (extract(epoch from l.created_at) * 1000)::float8 as at, l.type, l.entity_id, l.room_id,
            l.room_agent_id, l.body -> 'params' -> 'stream' as stream, l.body #> '{result,success}' as success,
            l.body #>> '{result,error}' as error, case when $4::boolean then l.body -> 'result' end as result,
            l.body - $1::text::text[] as body
       from (
         select l.*, r.agent_id as room_agent_id
           from logs l left join rooms r on r.id = l.room_id
          where l.created_at >= to_timestamp($2::float8 / 1000)
            and ($3::text is null or l.entity_id = $3::text::uuid or r.agent_id = $3::text::uuid)
            and (l.type in ('run_event', 'action_event', 'action', 'evaluator', 'embedding_event') or l.type like 'useModel:%')
          order by l.created_at, l.id
         offset 0
       ) l`,
    [`{${left.join(",")}}`, from, agentId ?? null, content],
  );
  for (;;) {
    const page = await session.query(`fetch ${content ? PAGE_ROWS_WITH_CONTENT : PAGE_ROWS} from log_rows`);
    if (page.length === 0) break;
    yield page;
  }
  await session.query("close log_rows");
}
