import { Client } from "pg";
import { parsePostgresUrl } from "../process/parse-postgres-url.ts";
import { toErrorMessage } from "../process/to-error-message.ts";
import { ImportError } from "./import-error.ts";
import { BEGIN_READING, type LogStore } from "./log-store.ts";

const CONNECT_TIMEOUT_MS = 5_000;
const MIN_POLL_MS = 2_000;

/**
 * elizaOS on a Postgres server. Each session is a connection of its own: a follower holds nothing between two looks.
 *
 * @throws ConfigError when the address cannot be read
 */
export function createPostgresStore(databaseUrl: string): LogStore {
  const { config, description } = parsePostgresUrl(databaseUrl, "--from");
  return {
    description,
    async openSession() {
      const client = new Client({
        connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
        keepAlive: true,
        application_name: "runline import",
        ...config,
      });
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
