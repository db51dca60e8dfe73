import { createServer, type RequestListener } from "node:http";
import type { ErrorBody } from "@runline/contract";
import { createApp, type App } from "./app.ts";
import type { Config } from "./config/parse-command.ts";
import type { DatabaseError } from "./database/database.ts";
import { refuseStream } from "./grpc/answer-stream.ts";
import { createStreamServer } from "./grpc/stream-server.ts";
import { RETRY_AFTER_S } from "./http/api-error.ts";
import { createBasePath, type BasePath } from "./http/base-path.ts";
import { createServerDrain } from "./http/drain-server.ts";
import { tellForeignProtocols } from "./http/foreign-protocol.ts";
import { ALIVE } from "./http/health-router.ts";
import { sharePort } from "./http/share-port.ts";
import { toUnavailableRefusal } from "./ingest/export-answer.ts";
import { toRefusedExport } from "./ingest/http-export.ts";
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
  const basePath = createBasePath(config.basePath);
  // Until the database is open: try again in a moment, as when it is away.
  let answers = refuseAll("Runline is starting.", basePath);
  server.on("request", (request, response) => answers.express(request, response));
  const streams = createStreamServer((stream, headers) => answers.streams(stream, headers));
  const shared = sharePort(server, streams.server);
  // The ports first: a second Runline started by mistake should say that one is taken before it opens any file.
  const { url, closeOthers } = await listen(server, config, logger);
  const progress = createProgressLine(process.stderr);
  const database = await openStore({ ...config, onCrash }, progress).catch((error: unknown) => {
    server.close();
    void closeOthers();
    throw error;
  });
  const endWatch = await watchStorage({ database, config, logger, progress });
  const app = createApp({ ...config, database, logger, keep: config, estimate });
  const { queue, store, live, relay, notices } = app;
  tellForeignProtocols(server, url, notices);
  answers = app;
  process.once("exit", log.close); // however the process ends
  logger.info({ url, database: database.engine }, "ready");
  return {
    url,
    async close() {
      answers = refuseAll("Runline is shutting down.", basePath);
      endWatch();
      live.closeAll();
      const drained = Promise.all([drain.close(DRAIN_MS), streams.close(DRAIN_MS), closeOthers()]);
      shared.close();
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
function refuseAll(message: string, basePath: BasePath): { express: RequestListener } & Pick<App, "streams"> {
  const refusal = toUnavailableRefusal(message);
  return {
    express: (request, response) => {
      // An answer before the end of the body is lost where the connection is closed after it.
      request.resume().once("end", () => {
        const url = basePath.normalize(request.url ?? "/");
        if (url === "/healthz") {
          response.writeHead(200, { "content-type": "application/json" });
          response.end(JSON.stringify(ALIVE));
          return;
        }
        if (url.startsWith("/v1/")) {
          const { status, headers, body } = toRefusedExport(request.headers, refusal);
          response.writeHead(status, headers);
          response.end(body);
          return;
        }
        const body: ErrorBody = { error: { code: "UNAVAILABLE", message } };
        response.writeHead(503, { "content-type": "application/json", "retry-after": String(RETRY_AFTER_S) });
        response.end(JSON.stringify(body));
      });
    },
    streams: (stream, headers) => refuseStream(stream, headers, refusal),
  };
}
