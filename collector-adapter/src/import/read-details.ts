import * as v from "valibot";
import type { ActionOutcome, ElizaLogRow } from "./eliza-log-row.ts";
import type { LogSession } from "./log-store.ts";

const Memories = v.array(
  v.object({
    id: v.string(),
    status: v.nullable(v.string()),
    legacy: v.boolean(),
    error: v.nullable(v.string()),
    source: v.nullable(v.string()),
    text: v.nullable(v.string()),
    result: v.optional(v.unknown()),
  }),
);
const Entities = v.array(v.object({ id: v.string(), name: v.nullable(v.string()) }));

/** What elizaOS remembers of the message that a run handled. */
interface HandledMessage {
  source: string | undefined;
  /** Content. */
  text: string | undefined;
}

/** What the log leaves out and elizaOS's other tables say. */
export interface RowDetails {
  /** By action id. */
  outcomes: ReadonlyMap<string, ActionOutcome>;
  /** By entity id. */
  entityNames: ReadonlyMap<string, string>;
  /** By message id. */
  messages: ReadonlyMap<string, HandledMessage>;
}

/** Looks up a page's actions, senders and messages by primary key. */
export async function readDetails(
  session: LogSession,
  rows: readonly ElizaLogRow[],
  content: boolean,
): Promise<RowDetails> {
  const actionIds = rows.flatMap((row) => (row.kind === "action_end" ? [row.actionId] : []));
  const starts = rows.filter((row) => row.kind === "run");
  const messageIds = starts.flatMap(({ messageId }) => messageId ?? []);
  const memories = v.parse(
    Memories,
    await query(
      session,
      `select id, content ->> 'actionStatus' as status,
              coalesce(content -> 'actionResult' ? 'legacy' or content -> 'actionResult' = '{}', false) as legacy,
              content -> 'actionResult' ->> 'error' as error, content ->> 'source' as source,
              case when $2::boolean then content ->> 'text' end as text,
              case when $2::boolean then content -> 'actionResult' end as result
         from memories where id = any($1::text::uuid[])`,
      [...actionIds, ...messageIds],
      content,
    ),
  );
  const entities = v.parse(
    Entities,
    await query(
      session,
      "select id, names[1] as name from entities where id = any($1::text::uuid[])",
      starts.map(({ entityId }) => entityId),
    ),
  );
  const actions = new Set(actionIds);
  return {
    outcomes: new Map(
      memories
        .filter(({ id }) => actions.has(id))
        // An action that returns nothing has not failed, though elizaOS remembers it so.
        .map(({ id, status, legacy, error, result }) => [
          id,
          { success: legacy || status !== "failed", error: error ?? undefined, result },
        ]),
    ),
    entityNames: new Map(entities.flatMap(({ id, name }) => (name ? [[id, name]] : []))),
    messages: new Map(
      memories.map(({ id, source, text }) => [id, { source: source ?? undefined, text: text ?? undefined }]),
    ),
  };
}

async function query(session: LogSession, text: string, ids: readonly string[], ...values: readonly unknown[]) {
  return ids.length === 0 ? [] : session.query(text, [`{${[...new Set(ids)].join(",")}}`, ...values]);
}
