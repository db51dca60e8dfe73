import { createServer, type RequestListener } from "node:http";
import type { ErrorBody } from "@runline/contract";
import { createApp } from "./app.ts";
import type { Config } from "./config.ts";
import type { DatabaseError } from "./database/database.ts";
import { RETRY_AFTER_S } from "./http/api-error.ts";
import { createBasePath } from "./http/base-path.ts";
import { createServerDrain } from "./http/drain-server.ts";
import { tellForeignProtocols } from "./http/foreign-protocol.ts";
import { ALIVE } from "./http/health-router.ts";
import { refuseTraceRequest, RPC_CODE } from "./ingest/refuse-trace-request.ts";
import { listen } from "./listen.ts";
import { createLogger } from "./process/create-logger.ts";
import { openStore } from "./open-store.ts";
import { createEstimate } from "./prices/create-estimate.ts";
import { createProgressLine } from "./progress-line.ts";
import { watchStorage } from "./watch-storage.ts";

/** Longer than the usual idle time of exporters and proxies (60 s): they must not meet a closing connection. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
/** A request must be in after this: 64 MiB in five minutes is a slow line. */
const REQUEST_TIMEOUT_MS = 300_000;
/** Requests still under way after this are cut off at shutdown: their senders keep what was not acknowledged. */
const DRAIN_MS = 1_000;

/** A Runline that accepts requests. */
export interface RunningServer {
  url: string;
  /**
   * Stops accepting and refuses what waits, finishes the batch under way, closes streams, connections and the database: within
   * 3 s, unless one statement takes longer. What was acknowledged is stored whenever the process ends.
   */
  close(): Promise<void>;
}

/**
 * Opens the database and listens.
 *
 * @param onCrash - called when the embedded database ends by itself: the server can do nothing any more
 * @throws ListenError, DatabaseError, ConfigError for a table of prices that cannot be used
 * @example const server = await serve(config); … await server.close();
 */
export async function serve(config: Config, onCrash?: (error: DatabaseError) => void): Promise<RunningServer> {
  const estimate = await createEstimate(config);
  const log = createLogger(config.logLevel);
  const { logger } = log;
  const server = createServer();
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  const drain = createServerDrain(server);
  // Until the database is open: try again in a moment, as when it is away.
  let answer: RequestListener = refuseAll("Runline is starting.");
  const basePath = createBasePath(config.basePath);
  server.on("request", (request, response) => {
    request.url = basePath.drop(request.url ?? "/");
    answer(request, response);
  });
  // The port first: a second Runline started by mistake should say that it is taken before it opens any file.
  const { url, closeSecond } = await listen(server, config, logger);
  const progress = createProgressLine(process.stderr);
  const database = await openStore({ ...config, onCrash }, progress).catch((error: unknown) => {
    server.close();
    void closeSecond();
    throw error;
  });
  const endWatch = await watchStorage({ database, config, logger, progress });
  const { express, queue, store, live, relay, notices } = createApp({
    ...config,
    database,
    logger,
    keep: config,
    estimate,
  });
  tellForeignProtocols(server, url, notices);
  answer = express;
  process.once("exit", log.close); // however the process ends
  logger.info({ url, database: database.engine }, "ready");
  return {
    url,
    async close() {
      answer = refuseAll("Runline is shutting down.");
      endWatch();
      live.closeAll();
      const drained = Promise.all([drain.close(DRAIN_MS), closeSecond()]);
      await Promise.all([queue.close(), store.close()]);
      await relay.close();
      await drained;
      await database.close();
      process.off("exit", log.close);
      log.close();
    },
  };
}

/** Says 503 to everybody, in the form that the caller expects, but that the process is alive: a start may take minutes. */
function refuseAll(message: string): RequestListener {
  return (request, response) => {
    // An answer before the end of the body is lost where the connection is closed after it.
    request.resume().once("end", () => {
      if (request.url === "/healthz") {
        response.writeHead(200, { "content-type": "application/json" });
        response.end(JSON.stringify(ALIVE));
        return;
      }
      response.setHeader("retry-after", String(RETRY_AFTER_S));
      if (request.url?.startsWith("/v1/")) {
        refuseTraceRequest(request, response, { status: 503, code: RPC_CODE.unavailable, message });
        return;
      }
      const body: ErrorBody = { error: { code: "UNAVAILABLE", message } };
      response.writeHead(503, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    });
  };
}
