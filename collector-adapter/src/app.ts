import compression from "compression";
import express, { type Express, type Response } from "express";
import { rateLimit } from "express-rate-limit";
import helmet from "helmet";
import type { Logger } from "pino";
import type { LinkTemplate } from "@runline/contract";
import type { Database } from "./database/database.ts";
import { createStreamListener, type StreamListener } from "./grpc/answer-stream.ts";
import { createAccess, type AccessOptions } from "./http/access.ts";
import { ApiError } from "./http/api-error.ts";
import { createBasePath } from "./http/base-path.ts";
import { createClosedRouter } from "./http/closed-router.ts";
import { createCors } from "./http/cors.ts";
import { createErrorHandler, rejectUnknownPath, sendError } from "./http/error-handler.ts";
import { createHealthRouter } from "./http/health-router.ts";
import { createNoticeLog, type NoticeLog } from "./http/notice-log.ts";
import { createNoticeRouter } from "./http/notice-router.ts";
import { NO_PAGES } from "./http/own-paths.ts";
import { parseId } from "./http/parse-request.ts";
import { createSessions } from "./http/session.ts";
import { createSessionRouter } from "./http/session-router.ts";
import { createSettingsRouter } from "./http/settings-router.ts";
import { createTurnedAwayTeller } from "./http/turned-away.ts";
import { createViewerFiles } from "./http/viewer-files.ts";
import { createIngestQueue, type IngestQueue } from "./ingest/ingest-queue.ts";
import { createOtlpRouter, rejectWrongPath, renderExportError } from "./ingest/otlp-router.ts";
import { createReceiver } from "./ingest/receiver.ts";
import { createLiveHub } from "./live/live-hub.ts";
import { createLiveRelay, type LiveRelay } from "./live/live-relay.ts";
import { createLiveRouter, type LiveRouter } from "./live/live-router.ts";
import { createExportRouter } from "./runs/export-router.ts";
import type { EstimateCost } from "./prices/create-estimate.ts";
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

/** What the application works with. */
export interface AppOptions extends AccessOptions {
  database: Database;
  logger: Logger;
  /** Origins whose pages may send telemetry. @defaultValue none */
  corsOrigins?: readonly string[] | undefined;
  /** Where Runline is below the root of its address, such as `/runline`. @defaultValue the root, or what a proxy says */
  basePath?: string | undefined;
  /** What is kept. @defaultValue everything */
  keep?: KeepLimits | undefined;
  /** Ways out of the pages. @defaultValue none */
  links?: readonly LinkTemplate[] | undefined;
  /** What calls cost that do not tell it. @defaultValue nobody knows */
  estimate?: EstimateCost | undefined;
}

/** The application without a port: `express` and `streams` are what answers there, the others have an end, in this order. */
export interface App {
  express: Express;
  /** What comes over HTTP/2. */
  streams: StreamListener;
  queue: IngestQueue;
  store: SpanStore;
  live: LiveRouter;
  relay: LiveRelay;
  notices: NoticeLog;
}

/** Wires the parts: traces in, API, live stream and viewer out. Opens nothing by itself. */
export function createApp(options: AppOptions): App {
  const { database, logger, keep, estimate, corsOrigins = [], basePath, links = [], allowHosts } = options;
  const token = options.token || undefined; // an empty one would let in who signs in with nothing
  const hub = createLiveHub();
  const relay = createLiveRelay(database, hub, logger);
  const store = createSpanStore({
    database,
    logger,
    keep,
    estimate,
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
  const notices = createNoticeLog(logger);
  const base = createBasePath(basePath);
  const access = createAccess({ token, allowHosts });
  const receive = createReceiver(queue, { logger, notices, firstKeptDay: () => store.firstKeptDay() });
  const viewer = createViewerFiles(base);
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
  app.use((request, _response, next) => {
    request.url = base.normalize(request.url);
    next();
  });
  app.use(createHealthRouter(database, logger));
  app.use("/v1", createCors(corsOrigins)); // a browser asks what it may send before it sends a token
  app.use((request, _response, next) => {
    access.checkHost(request.headers, { isIngest: /^\/v1\//i.test(request.path) });
    next();
  });
  app.use(compression({ filter: (request, response) => isLines(response) || compression.filter(request, response) }));
  app.use(viewer.files);
  const sessions = token === undefined ? undefined : createSessions(token, base);
  if (sessions) app.use(createSessionRouter(sessions));
  const closed = createClosedRouter(access, sessions);
  app.use(closed);
  closed.use(createOtlpRouter({ receive, notices }));
  closed.use(
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
  closed.use(live.router, createNoticeRouter(notices));
  // What was acknowledged is in the next answer.
  closed.use(["/api/agents/:agentId/runs/:runId", "/api"], async (request, _response, next) => {
    const isOfRun = request.params["runId"] !== undefined;
    const run = isOfRun ? { agentId: parseId(request, "agentId"), runId: parseId(request, "runId") } : undefined;
    await store.settle(run);
    next();
  });
  closed.use(
    createRunsRouter(desk),
    createSpansRouter(desk, (run) => hub.show(run)),
    createMessagesRouter(desk),
    createExportRouter(desk),
    createTracesRouter(database),
    createFindRouter(database),
    createStatsRouter(database),
    createSettingsRouter({ links: [...links], needsToken: token !== undefined }),
  );
  closed.use(rejectWrongPath(base));
  closed.use(NO_PAGES, rejectUnknownPath);
  app.use(viewer.page);
  app.use(rejectUnknownPath, createTurnedAwayTeller(notices), renderExportError, createErrorHandler(logger));
  const streams = createStreamListener({ access, basePath: base }, { receive, notices });
  return { express: app, streams, queue, store, live, relay, notices };
}

/** Spans that come line by line: a type that the table of compressible ones does not have. */
function isLines(response: Response): boolean {
  return response.getHeader("content-type")?.toString().startsWith("application/x-ndjson") ?? false;
}
