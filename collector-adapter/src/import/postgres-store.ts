import { Client } from "pg";
import { ImportError, toMessage } from "./import-error.ts";
import { BEGIN_READING, type LogStore } from "./log-store.ts";

const CONNECT_TIMEOUT_MS = 5_000;
const MIN_POLL_MS = 2_000;

/** elizaOS on a Postgres server. Each session is a connection of its own: a follower holds nothing between two looks. */
export function createPostgresStore(databaseUrl: string): LogStore {
  const description = hidePassword(databaseUrl);
  return {
    description,
    async openSession() {
      const client = new Client({
        connectionString: databaseUrl,
        connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
        keepAlive: true,
        application_name: "runline import",
      });
      client.on("error", () => {}); // the statement under way reports it; without a listener the process would end
      try {
        await client.connect();
        for (const statement of BEGIN_READING) await client.query(statement);
        const { rows } = await client.query("select (extract(epoch from now()) * 1000)::float8 as now");
        return {
          asOf: Number(rows[0]?.now),
          query: async (text, values = []) => (await client.query({ text, values: [...values] })).rows,
          close: () => client.end(),
        };
      } catch (error) {
        await client.end().catch(() => {}); // a connection that failed has nothing to end
        throw new ImportError(
          "SOURCE_UNREACHABLE",
          `Postgres at ${description} cannot be read: ${toMessage(error)}. ` +
            "Check that it runs and that the address, user, password and database of --from are right.",
          { cause: error },
        );
      }
    },
    minPollMs: MIN_POLL_MS,
    hasChanged: async () => true,
  };
}

function hidePassword(databaseUrl: string): string {
  if (!URL.canParse(databaseUrl)) return "the given address";
  const url = new URL(databaseUrl);
  url.password = "";
  url.search = ""; // may hold the password, too
  return url.toString();
}
