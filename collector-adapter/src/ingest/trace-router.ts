import express, { type ErrorRequestHandler, type Request, type Response, type Router } from "express";
import type { Logger } from "pino";
import { ApiError, RETRY_AFTER_S } from "../http/api-error.ts";
import type { NoticeLog } from "../http/notice-log.ts";
import { tellTurnedAway } from "../http/turned-away.ts";
import { toExportResponse } from "../otlp/export-response.ts";
import { OtlpDecodeError } from "../otlp/otlp-decode-error.ts";
import { IngestError } from "./ingest-error.ts";
import type { IngestQueue } from "./ingest-queue.ts";
import { decompressUpTo, toContentEncoding } from "./decompress.ts";
import { OUT_OF_RANGE, takeKept, toTooOld } from "./is-in-range.ts";
import { createLargeBodyReader, type SentBody } from "./large-body-reader.ts";
import { createMemoryBudget, type Reservation } from "./memory-budget.ts";
import { readBody } from "./read-body.ts";
import { readSpans, type ReadRequest } from "./read-spans.ts";
import { describeRefused } from "./refused-spans.ts";
import { KEPT_SIGNALS, type KeptSignal } from "./read-records.ts";
import { OTHER_SIGNAL, toOtherSignalRefusal } from "./refuse-other-signal.ts";
import { getEncoding, refuseTraceRequest, RPC_CODE, toContentType, type Refusal } from "./refuse-trace-request.ts";

const KIB = 1024;
/** Larger bodies, decompressed, are read by another process: this one would stand still. Up to here that takes 0.1 s at worst. */
const LARGE_BODY_BYTES = { json: 256 * KIB, protobuf: 512 * KIB } as const;

/** Of all bodies that cannot be decoded: what is wrong with each differs, and the log says it of the first one in a minute. */
const UNDECODABLE = "a request that cannot be decoded was refused";

/** What a body is, as the headers of its request say. */
type BodyForm = Pick<SentBody, "signal" | "encoding" | "contentEncoding">;

/** What takes part in receiving spans and log records. */
export interface TraceRouterOptions {
  logger: Logger;
  notices: NoticeLog;
  /** The first day, counted from the epoch, that is kept; `undefined` when all are. */
  firstKeptDay: () => number | undefined;
}

/** What the items of a signal are called, in messages and in the log. */
const ITEMS = { traces: "spans", logs: "log records" } as const;
/** What sets how many of them an SDK sends in one request. */
const BATCH_SIZES = { traces: "OTEL_BSP_MAX_EXPORT_BATCH_SIZE", logs: "OTEL_BLRP_MAX_EXPORT_BATCH_SIZE" } as const;

/** `POST /v1/traces` and `POST /v1/logs`: OTLP over HTTP, acknowledged after the commit. Metrics are refused. */
export function createTraceRouter(queue: IngestQueue, { logger, notices, firstKeptDay }: TraceRouterOptions): Router {
  const router = express.Router();
  const budget = createMemoryBudget();
  const largeBodies = createLargeBodyReader();

  for (const signal of KEPT_SIGNALS) {
    router.all(`/v1/${signal}`, (request, response) => receiveSignal(signal, request, response));
  }

  router.all(OTHER_SIGNAL, (request, response) => turnAway(request, response, toOtherSignalRefusal(request)));

  function receiveSignal(signal: KeptSignal, request: Request, response: Response): void {
    const encoding = getEncoding(request);
    if (request.method !== "POST") {
      response.set("allow", "POST");
      const message = `OTLP ${signal} are sent with POST, not ${request.method}.`;
      return turnAway(request, response, { status: 405, code: RPC_CODE.unimplemented, message });
    }
    if (!encoding) {
      const found = request.headers["content-type"] ?? "none";
      const message = `The content type is ${found}; send application/x-protobuf or application/json.`;
      const change = "export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf";
      return turnAway(request, response, { status: 415, code: RPC_CODE.invalidArgument, message, change });
    }
    const contentEncoding = toContentEncoding(request.headers["content-encoding"]);
    if (contentEncoding === undefined) {
      const message = "The content encoding is unknown; send gzip, deflate, br or none.";
      const change = "export OTEL_EXPORTER_OTLP_COMPRESSION=gzip";
      return turnAway(request, response, { status: 415, code: RPC_CODE.invalidArgument, message, change });
    }
    void store(request, response, { signal, encoding, contentEncoding });
  }

  function turnAway(request: Request, response: Response, refusal: Refusal): void {
    tellTurnedAway(notices, request, refusal);
    refuseTraceRequest(request, response, refusal);
  }

  async function store(request: Request, response: Response, form: BodyForm): Promise<void> {
    const { signal, encoding } = form;
    const items = ITEMS[signal];
    const sender = request.ip ?? "unknown";
    const reservation = budget.reserve();
    try {
      const decoded = await receive(request, { ...form, isGone: () => response.closed }, reservation);
      const firstDay = firstKeptDay();
      const { parts, tooOld } = takeKept(decoded.parts, firstDay);
      const refused = await queue.write(parts);
      const { outOfRange } = decoded;
      const messages = [...decoded.rejectedReasons];
      if (outOfRange > 0) messages.push(OUT_OF_RANGE);
      if (firstDay !== undefined && tooOld > 0) messages.push(toTooOld(firstDay));
      messages.push(...describeRefused(refused));
      // A message with nothing rejected is a warning in OTLP.
      if (decoded.truncated > 0) messages.push(`${decoded.truncated} ${items} were above a limit and cut to it`);
      const rejected = decoded.rejected + outOfRange + tooOld + refused.length;
      if (messages.length > 0) logger.warn({ rejected, messages }, `${items} rejected or cut`);
      for (const notice of decoded.unread) notices.warn(sender, notice, { rejected });
      const stored = parts.reduce((sum, part) => sum + part.spans, 0) - refused.length;
      logger.debug({ stored, encoding }, `${items} stored`);
      response
        .status(200)
        .type(toContentType(encoding))
        .end(toExportResponse(signal, encoding, rejected, [...messages, ...decoded.unread].join("; ")));
    } catch (error) {
      if (error instanceof OtlpDecodeError) {
        const refusal = toRefusal(error, signal);
        tellTurnedAway(notices, request, { ...refusal, message: UNDECODABLE, reason: refusal.message });
        return refuseTraceRequest(request, response, refusal);
      }
      if (error instanceof IngestError) {
        // A stop is no fault.
        if (error.code === "STOPPING") logger.debug(`${items} not stored at the end, the sender will try again`);
        else logger.warn({ err: error, cause: error.cause }, `${items} not stored, the sender will try again`);
        response.set("retry-after", String(RETRY_AFTER_S));
        const { message } = error;
        return refuseTraceRequest(request, response, { status: 503, code: RPC_CODE.unavailable, message });
      }
      logger.error({ err: error }, `storing ${items} failed unexpectedly`);
      const message = `Storing the ${items} failed; Runline's log says why.`;
      return refuseTraceRequest(request, response, { status: 500, code: RPC_CODE.internal, message });
    } finally {
      reservation.release();
    }
  }

  /** Apart from what waits for the commit, which would keep the body that long though its memory is given back. */
  async function receive(
    request: Request,
    form: Omit<SentBody, "bytes">,
    reservation: Reservation,
  ): Promise<ReadRequest> {
    return read({ ...form, bytes: await readBody(request, reservation) }, reservation);
  }

  async function read(body: SentBody, reservation: Reservation): Promise<ReadRequest> {
    const bytes = await decompressUpTo(LARGE_BODY_BYTES[body.encoding], body.bytes, body.contentEncoding);
    if (bytes === undefined) return largeBodies.read(body, reservation);
    const { signal, encoding } = body;
    const request = readSpans({ signal, body: bytes, encoding });
    reservation.resize(request.parts.reduce((sum, part) => sum + part.waitingBytes, 0));
    return request;
  }

  return router;
}

/** Senders of spans expect the protocol's form of an error, also from the checks before the route and on other paths. */
export const renderTraceError: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (!(error instanceof ApiError) || response.headersSent) {
    next(error);
    return;
  }
  const { status, message } = error;
  refuseTraceRequest(request, response, { status, code: toRpcCode(error), message });
};

function toRpcCode({ code }: ApiError): Refusal["code"] {
  if (code === "UNAUTHORIZED") return RPC_CODE.unauthenticated;
  return code === "NOT_FOUND" ? RPC_CODE.unimplemented : RPC_CODE.permissionDenied;
}

function toRefusal({ code, message }: OtlpDecodeError, signal: KeptSignal): Refusal {
  if (code === "TOO_LARGE") {
    const change = `export ${BATCH_SIZES[signal]}=64`;
    return { status: 413, code: RPC_CODE.resourceExhausted, message, change };
  }
  return { status: 400, code: RPC_CODE.invalidArgument, message };
}
