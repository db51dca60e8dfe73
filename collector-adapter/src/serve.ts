import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { ErrorBody } from "@runline/contract";
import { createApp } from "./app.ts";
import type { Config } from "./config.ts";
import { convertOnStart } from "./convert-on-start.ts";
import type { Database, DatabaseError } from "./database/database.ts";
import { openDatabase } from "./database/open-database.ts";
import { refuseTraceRequest, RPC_CODE } from "./ingest/refuse-trace-request.ts";
import { createLogger } from "./process/create-logger.ts";
import { createProgressLine } from "./progress-line.ts";

/** Longer than the usual idle time of exporters and proxies (60 s): they must not meet a closing connection. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
/** A request must be in after this: 64 MiB in five minutes is a slow line. */
const REQUEST_TIMEOUT_MS = 300_000;
/** Requests still under way after this are cut off at shutdown. */
const DRAIN_MS = 5_000;

/** A Runline that accepts requests. */
export interface RunningServer {
  url: string;
  /** Stops accepting, writes what was accepted, closes streams, connections and the database. */
  close(): Promise<void>;
}

/** Thrown when the port cannot be had; the message says what to do. */
export class ListenError extends Error {
  override readonly name = "ListenError";
  readonly code = "CANNOT_LISTEN";
}

/**
 * Opens the database and listens.
 *
 * @param onCrash - called when the embedded database ends by itself: the server can do nothing any more
 * @throws ListenError, DatabaseError
 * @example const server = await serve(config); … await server.close();
 */
export async function serve(config: Config, onCrash?: (error: DatabaseError) => void): Promise<RunningServer> {
  const { logger, close: closeLog } = createLogger(config.logLevel);
  const server = createServer();
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  // The port first: a second Runline started by mistake should say that it is taken before it opens any file.
  const url = await listen(server, config);
  const database = await openStore(config, onCrash).catch((error: unknown) => {
    server.close();
    throw error;
  });
  const { express, queue, store, live } = createApp({ database, logger, token: config.token });
  logger.info({ url, database: database.engine }, "ready");
  server.removeAllListeners("request");
  server.on("request", express);
  return {
    url,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      live.closeAll();
      server.closeIdleConnections();
      const cutOff = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
      await queue.close();
      await store.close();
      await closed;
      clearTimeout(cutOff);
      await database.close();
      closeLog();
    },
  };
}

/** The database with all that is in it in the form of this version. */
async function openStore(config: Config, onCrash: ((error: DatabaseError) => void) | undefined): Promise<Database> {
  const database = await openDatabase({ ...config, onCrash });
  try {
    await convertOnStart(database, createProgressLine(process.stderr));
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

function listen(server: ReturnType<typeof createServer>, { port, host }: Config): Promise<string> {
  // Until the database is open: try again in a moment, as when it is away.
  server.on("request", (request, response) => {
    const message = "Runline is starting.";
    response.setHeader("retry-after", "1");
    if (request.url?.startsWith("/v1/")) {
      refuseTraceRequest(request, response, { status: 503, code: RPC_CODE.unavailable, message });
      return;
    }
    const body: ErrorBody = { error: { code: "UNAVAILABLE", message } };
    response.writeHead(503, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  });
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(toListenError(error, host, port)));
    server.listen(port, host, () => {
      const address = server.address();
      resolve(`http://${formatHost(host)}:${isAddressInfo(address) ? address.port : port}`);
    });
  });
}

function isAddressInfo(address: ReturnType<ReturnType<typeof createServer>["address"]>): address is AddressInfo {
  return typeof address === "object" && address !== null;
}

function formatHost(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

function toListenError(error: NodeJS.ErrnoException, host: string, port: number): ListenError {
  if (error.code === "EADDRINUSE") {
    return new ListenError(
      `Port ${port} on ${host} is taken, perhaps by another Runline or a Collector. Stop it, or choose another with --port.`,
      { cause: error },
    );
  }
  return new ListenError(`Cannot listen on ${host}:${port}: ${error.message}`, { cause: error });
}
