import { Client, type ClientConfig } from "pg";
import { toErrorMessage } from "../process/to-error-message.ts";
import { DatabaseError } from "./database.ts";
import { explainConnectionError } from "./explain-connection-error.ts";

const CONNECT_TIMEOUT_MS = 5_000;

/** What has to be known of a server before it is used. */
export interface ServerFacts {
  /** A pooler such as PgBouncer stands before the server: two transactions may run on two of its sessions. */
  isPooled: boolean;
}

/**
 * Connects once. A pooler is known by one of two signs: it refuses parameters of a session at the start of one, or it has
 * answered in the place of a session whose number is another.
 *
 * @param startup - parameters of a session that the server is to take
 * @param description - of the server, for messages
 * @throws DatabaseError `UNREACHABLE`, with what to do
 */
export async function inspectServer(
  config: ClientConfig,
  startup: ClientConfig,
  description: string,
): Promise<ServerFacts> {
  try {
    return await inspect({ ...startup, ...config });
  } catch (error) {
    if (!isStartupRefused(error, startup)) throw toUnreachable(error, description);
  }
  try {
    await inspect(config);
    return { isPooled: true };
  } catch (error) {
    throw toUnreachable(error, description);
  }
}

async function inspect(config: ClientConfig): Promise<ServerFacts> {
  const client = new Client({
    ...config,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: CONNECT_TIMEOUT_MS,
  });
  client.on("error", () => {}); // the statement under way reports it; without a listener the process would end
  try {
    await client.connect();
    const { rows } = await client.query("select pg_backend_pid() as pid");
    return { isPooled: "processID" in client && client.processID !== rows[0]?.pid };
  } finally {
    void client.end().catch(() => {}); // a connection that failed has nothing to end
  }
}

function isStartupRefused(error: unknown, startup: ClientConfig): boolean {
  const [, parameter] = /unsupported startup parameter:? "?(\w+)/.exec(toErrorMessage(error)) ?? [];
  return parameter !== undefined && parameter in startup;
}

function toUnreachable(error: unknown, description: string): DatabaseError {
  const message = `Postgres at ${description} cannot be used: ${toErrorMessage(error)}. ${explainConnectionError(error)}`;
  return new DatabaseError("UNREACHABLE", message, { cause: error });
}
