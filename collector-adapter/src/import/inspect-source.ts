import * as v from "valibot";
import { ImportError } from "./import-error.ts";
import type { LogSession } from "./log-store.ts";

/** Tables that are read, all of elizaOS's own. */
const TABLES = ["logs", "rooms", "agents", "entities", "memories"];

const Agents = v.array(v.object({ id: v.string(), name: v.string() }));
const Columns = v.array(v.object({ name: v.string() }));
const Extent = v.object({
  rows: v.number(),
  oldest_at: v.nullable(v.number()),
  newest_at: v.nullable(v.number()),
});

/** What there is to import. Times are ms since the epoch, by the clock of the database. */
export interface SourceFacts {
  /** Names of the agents by their ids. */
  agentNames: ReadonlyMap<string, string>;
  /** The one agent that is wanted. */
  agentId: string | undefined;
  rows: number;
  oldestAt: number;
  newestAt: number;
}

/**
 * Makes sure that it is a database of elizaOS's that can be read whole.
 *
 * @param wanted - id or name of an agent
 * @throws ImportError `SOURCE_UNUSABLE`, `UNKNOWN_AGENT`
 */
export async function inspectSource(session: LogSession, description: string, wanted?: string): Promise<SourceFacts> {
  await checkTables(session, description);
  try {
    const agents = v.parse(Agents, await session.query("select id, name from agents order by name"));
    const [extent] = await session.query(
      `select count(*)::float8 as rows, (extract(epoch from min(created_at)) * 1000)::float8 as oldest_at,
              (extract(epoch from max(created_at)) * 1000)::float8 as newest_at
         from logs`,
    );
    const { rows, oldest_at, newest_at } = v.parse(Extent, extent);
    return {
      agentNames: new Map(agents.map(({ id, name }) => [id, name])),
      agentId: wanted === undefined ? undefined : findAgent(agents, wanted),
      rows,
      oldestAt: oldest_at ?? session.asOf,
      newestAt: newest_at ?? session.asOf,
    };
  } catch (error) {
    throw isRowSecurity(error) ? toHiddenRows(description, error) : error;
  }
}

async function checkTables(session: LogSession, description: string): Promise<void> {
  const found = await session.query(
    `select table_name as name from unnest($1::text::text[]) table_name where to_regclass(table_name) is not null`,
    [`{${TABLES.join(",")}}`],
  );
  const names = new Set(v.parse(Columns, found).map(({ name }) => name));
  const missing = TABLES.filter((table) => !names.has(table));
  const columns = v.parse(
    Columns,
    await session.query(`select attname::text as name from pg_attribute where attrelid = to_regclass('logs')`),
  );
  if (columns.some(({ name }) => name === "run_id")) {
    throw new ImportError(
      "SOURCE_UNUSABLE",
      `${description} is a database of Runline's own. Give the one that elizaOS writes to.`,
    );
  }
  if (missing.length === 0) return;
  throw new ImportError(
    "SOURCE_UNUSABLE",
    `${description} is not a database of elizaOS's: it has no table ${missing.join(", ")}. Give the database that the agent itself uses` +
      " (its setting POSTGRES_URL or PGLITE_DATA_DIR).",
  );
}

function findAgent(agents: v.InferOutput<typeof Agents>, wanted: string): string {
  const matching = agents.filter(({ id, name }) => id === wanted.toLowerCase() || name === wanted);
  const [agent] = matching;
  if (agent && matching.length === 1) return agent.id;
  const list = agents.map(({ id, name }) => `${name} (${id})`).join(", ");
  throw new ImportError(
    "UNKNOWN_AGENT",
    agent
      ? `There are ${matching.length} agents named ${wanted}. Give the id of one: ${list}.`
      : `There is no agent "${wanted}". The database has ${list === "" ? "none" : list}.`,
  );
}

function isRowSecurity(error: unknown): boolean {
  return error instanceof Error && error.message.includes("row-level security");
}

function toHiddenRows(description: string, cause: unknown): ImportError {
  return new ImportError(
    "SOURCE_UNUSABLE",
    `elizaOS's data isolation hides rows of ${description} from this user, so that the runs would have gaps. ` +
      "Connect as a superuser, or as a user with the attribute BYPASSRLS.",
    { cause },
  );
}
