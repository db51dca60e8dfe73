import { Client } from "pg";
import { ConfigError } from "../process/config-error.ts";
import { toErrorMessage } from "../process/to-error-message.ts";
import { ImportError } from "./import-error.ts";
import { BEGIN_READING, type LogStore } from "./log-store.ts";

const CONNECT_TIMEOUT_MS = 5_000;
const MIN_POLL_MS = 2_000;
/** Parameters of the address that say which database it is. */
const TOLD_PARAMETERS = new Set(["host", "port", "user", "database", "options"]);

/** elizaOS on a Postgres server. Each session is a connection of its own: a follower holds nothing between two looks. */
export function createPostgresStore(databaseUrl: string): LogStore {
  const description = describe(databaseUrl);
  return {
    description,
    async openSession() {
      const client = createClient(databaseUrl);
      client.on("error", () => {}); // the statement under way reports it; without a listener the process would end
      try {
        await client.connect();
        for (const statement of BEGIN_READING) await client.query(statement);
        const { rows } = await client.query("select (extract(epoch from now()) * 1000)::float8 as now");
        return {
          asOf: Number(rows[0]?.now),
          async query(text, values = []) {
            try {
              return (await client.query({ text, values: [...values] })).rows;
            } catch (error) {
              throw toUnreadable(description, error);
            }
          },
          close: () => client.end(),
        };
      } catch (error) {
        await client.end().catch(() => {}); // a connection that failed has nothing to end
        throw new ImportError(
          "SOURCE_UNREACHABLE",
          `Postgres at ${description} cannot be read: ${toErrorMessage(error)}. ` +
            "Check that it runs and that the address, user, password and database of --from are right.",
          { cause: error, retryAfterMs: 0 },
        );
      }
    },
    minPollMs: MIN_POLL_MS,
    hasChanged: async () => true,
  };
}

function createClient(databaseUrl: string): Client {
  try {
    return new Client({
      connectionString: databaseUrl,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      application_name: "runline import",
    });
  } catch (error) {
    throw new ConfigError(
      `--from is no address of a Postgres (${toErrorMessage(error)}); expected postgres://user:password@host:5432/name. ` +
        "Characters such as # / ? @ in a password are written as %23 %2F %3F %40.",
      { cause: error },
    );
  }
}

function toUnreadable(description: string, error: unknown): ImportError {
  const isForbidden = error instanceof Error && "code" in error && error.code === "42501";
  return new ImportError(
    "SOURCE_UNREACHABLE",
    `Reading ${description} failed: ${toErrorMessage(error)}. ` +
      (isForbidden
        ? "The user of --from must be allowed to read the tables logs, rooms, agents, entities and memories."
        : "When the database is well again, give the same command once more."),
    { cause: error },
  );
}

/** What tells it from other databases, without anything that may be a password. */
function describe(databaseUrl: string): string {
  const url = URL.canParse(databaseUrl) ? new URL(databaseUrl) : undefined;
  // What follows the host has an @ only when a password with / ? # in it was not escaped.
  if (!url || `${url.pathname}${url.search}${url.hash}`.includes("@")) return "the given address";
  url.password = "";
  url.search = new URLSearchParams([...url.searchParams].filter(([key]) => TOLD_PARAMETERS.has(key))).toString();
  return url.toString();
}
