import compression from "compression";
import express, { type Express, type Response } from "express";
import { rateLimit } from "express-rate-limit";
import helmet from "helmet";
import type { Logger } from "pino";
import type { Database } from "./database/database.ts";
import { createTokenCheck, rejectForeignHost } from "./http/access.ts";
import { ApiError } from "./http/api-error.ts";
import { createErrorHandler, rejectUnknownPath, sendError } from "./http/error-handler.ts";
import { createHealthRouter } from "./http/health-router.ts";
import { parseId } from "./http/parse-request.ts";
import { createViewerFiles } from "./http/viewer-files.ts";
import { createIngestQueue, type IngestQueue } from "./ingest/ingest-queue.ts";
import { createTraceRouter, renderTraceError } from "./ingest/trace-router.ts";
import { createLiveHub } from "./live/live-hub.ts";
import { createLiveRelay, type LiveRelay } from "./live/live-relay.ts";
import { createLiveRouter, type LiveRouter } from "./live/live-router.ts";
import { createFindRouter } from "./runs/find-router.ts";
import { createMessagesRouter } from "./runs/messages-router.ts";
import { createReadDesk } from "./runs/read-desk.ts";
import { createRunsRouter } from "./runs/runs-router.ts";
import { createSpansRouter } from "./runs/spans-router.ts";
import type { KeepLimits } from "./store/kept-days.ts";
import { createSpanStore, type SpanStore } from "./store/span-store.ts";
import { createTracesRouter } from "./runs/traces-router.ts";
import { createStatsRouter } from "./stats/stats-router.ts";

/**
 * A viewer on a busy agent asks for three things ten times a second; a program that reads whole runs asks for each span by itself.
 * Ingest has no such limit: its memory has a bound.
 */
const API_REQUESTS_PER_MINUTE = 30_000;

/** Not served yet: a scraper or a data source must not take the viewer's page for an answer. */
const LATER_PATHS = ["/metrics", "/jaeger"];

/** What the application works with. */
export interface AppOptions {
  database: Database;
  logger: Logger;
  token?: string | undefined;
  /** What is kept. @defaultValue everything */
  keep?: KeepLimits | undefined;
}

/** The application without a port: `express` is what listens, the others have an end, in this order. */
export interface App {
  express: Express;
  queue: IngestQueue;
  store: SpanStore;
  live: LiveRouter;
  relay: LiveRelay;
}

/** Wires the parts: traces in, API, live stream and viewer out. Opens nothing by itself. */
export function createApp({ database, logger, token, keep }: AppOptions): App {
  const hub = createLiveHub();
  const relay = createLiveRelay(database, hub, logger);
  const store = createSpanStore({
    database,
    logger,
    keep,
    onCommit(result) {
      hub.publish(result);
      relay.tell(result);
    },
    onErased: () => relay.tellErased(),
    isWatched: (keys) => hub.isWatched(keys),
  });
  const queue = createIngestQueue(store);
  const live = createLiveRouter(hub);
  const desk = createReadDesk(database);
  const app = express();
  app.disable("x-powered-by");
  app.set("query parser", "simple");
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          imgSrc: ["'self'", "data:"], // no remote images: model output could make the browser call anywhere
          objectSrc: ["'none'"],
          baseUri: ["'none'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
        },
      },
      strictTransportSecurity: false, // plain HTTP on loopback; a proxy in front knows better
    }),
  );
  app.use(createHealthRouter(database, logger));
  if (token) app.use(["/api", "/v1"], createTokenCheck(token));
  else app.use(rejectForeignHost);
  app.use(createTraceRouter(queue, { logger, firstKeptDay: () => store.firstKeptDay() }));
  app.use("/v1", rejectUnknownPath, renderTraceError);
  app.use(compression({ filter: (request, response) => isLines(response) || compression.filter(request, response) }));
  app.use(
    "/api",
    rateLimit({
      windowMs: 60_000,
      limit: API_REQUESTS_PER_MINUTE,
      standardHeaders: "draft-8",
      legacyHeaders: false,
      handler: (_request, response) =>
        sendError(
          response,
          new ApiError("TOO_MANY_REQUESTS", `More than ${API_REQUESTS_PER_MINUTE} requests in a minute. Slow down.`),
        ),
    }),
  );
  app.use(live.router);
  // What was acknowledged is in the next answer.
  app.use(["/api/agents/:agentId/runs/:runId", "/api"], async (request, _response, next) => {
    const isOfRun = request.params["runId"] !== undefined;
    const run = isOfRun ? { agentId: parseId(request, "agentId"), runId: parseId(request, "runId") } : undefined;
    await store.settle(run);
    next();
  });
  app.use(
    createRunsRouter(desk),
    createSpansRouter(desk, (run) => hub.show(run)),
    createMessagesRouter(desk),
    createTracesRouter(database),
    createFindRouter(database),
    createStatsRouter(database),
  );
  app.use(["/api", ...LATER_PATHS], rejectUnknownPath);
  app.use(createViewerFiles());
  app.use(rejectUnknownPath, createErrorHandler(logger));
  return { express: app, queue, store, live, relay };
}

/** Spans that come line by line: a type that the table of compressible ones does not have. */
function isLines(response: Response): boolean {
  return response.getHeader("content-type")?.toString().startsWith("application/x-ndjson") ?? false;
}
