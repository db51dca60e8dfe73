import express, { type ErrorRequestHandler, type Request, type Response, type Router } from "express";
import type { Logger } from "pino";
import { ApiError } from "../http/api-error.ts";
import { decodeTraceRequest, type OtlpEncoding } from "../otlp/decode-trace-request.ts";
import { toExportResponse } from "../otlp/export-response.ts";
import { OtlpDecodeError } from "../otlp/otlp-decode-error.ts";
import { toErrorMessage } from "../process/to-error-message.ts";
import { dropOutOfRange, OUT_OF_RANGE } from "./drop-out-of-range.ts";
import { IngestError } from "./ingest-error.ts";
import type { IngestQueue } from "./ingest-queue.ts";
import { createNoticeLog } from "./notice-log.ts";
import { getEncoding, refuseTraceRequest, RPC_CODE, toContentType, type Refusal } from "./refuse-trace-request.ts";

/** Largest body, compressed or not: the protocol recommends it, and the Collector sends up to 32 MiB. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;
/** After this the sender may try again. */
const RETRY_AFTER_S = 1;

/** `POST /v1/traces`: OTLP over HTTP, acknowledged after the commit. */
export function createTraceRouter(queue: IngestQueue, logger: Logger): Router {
  const router = express.Router();
  const notices = createNoticeLog(logger);
  const readBody = express.raw({ type: () => true, limit: MAX_BODY_BYTES, inflate: true });

  router.all("/v1/traces", (request, response) => {
    const encoding = getEncoding(request);
    if (request.method !== "POST") {
      response.set("allow", "POST");
      const message = `Traces are sent with POST, not ${request.method}.`;
      return refuseTraceRequest(request, response, { status: 405, code: RPC_CODE.unimplemented, message });
    }
    if (!encoding) {
      const found = request.headers["content-type"] ?? "none";
      const message = `The content type is ${found}; send application/x-protobuf or application/json.`;
      return refuseTraceRequest(request, response, { status: 415, code: RPC_CODE.invalidArgument, message });
    }
    readBody(request, response, (error: unknown) => {
      if (error) return refuseTraceRequest(request, response, toBodyRefusal(error));
      void store(request, response, encoding);
    });
  });

  async function store(request: Request, response: Response, encoding: OtlpEncoding): Promise<void> {
    const body: unknown = request.body;
    const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
    const sender = request.ip ?? "unknown";
    try {
      const decoded = decodeTraceRequest(bytes, encoding);
      const { kept, outOfRange } = dropOutOfRange(decoded.spans);
      const { refused } = await queue.write(kept, bytes.length);
      const messages = [...decoded.rejectedReasons];
      if (outOfRange > 0) messages.push(OUT_OF_RANGE);
      if (refused > 0) messages.push("the database refused the content of the span");
      // A message without rejected spans is a warning in OTLP.
      if (decoded.truncated > 0) messages.push(`${decoded.truncated} spans were above a limit and cut to it`);
      const rejected = decoded.rejected + outOfRange + refused;
      if (messages.length > 0) logger.warn({ rejected, messages }, "spans rejected or cut");
      for (const notice of decoded.unread) notices.warn(sender, notice, { rejected });
      logger.debug({ spans: kept.length - refused, bytes: bytes.length, encoding }, "spans stored");
      response
        .status(200)
        .type(toContentType(encoding))
        .end(toExportResponse(encoding, rejected, [...messages, ...decoded.unread].join("; ")));
    } catch (error) {
      if (error instanceof OtlpDecodeError) {
        const { message } = error;
        notices.warn(sender, "a request that cannot be decoded was refused", { reason: message });
        return refuseTraceRequest(request, response, { status: 400, code: RPC_CODE.invalidArgument, message });
      }
      if (error instanceof IngestError) {
        logger.warn({ err: error, cause: error.cause }, "spans not stored, the sender will try again");
        response.set("retry-after", String(RETRY_AFTER_S));
        const { message } = error;
        return refuseTraceRequest(request, response, { status: 503, code: RPC_CODE.unavailable, message });
      }
      logger.error({ err: error }, "storing spans failed unexpectedly");
      const message = "Storing the spans failed; Runline's log says why.";
      return refuseTraceRequest(request, response, { status: 500, code: RPC_CODE.internal, message });
    }
  }

  return router;
}

/** Senders of spans expect the protocol's form of an error, also from the checks before the route and for other signals. */
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

function toBodyRefusal(error: unknown): Refusal {
  const type = typeof error === "object" && error !== null && "type" in error ? error.type : undefined;
  if (type === "entity.too.large") {
    const message = `The body has more than ${MAX_BODY_BYTES / 1024 / 1024} MiB (after decompression). Send smaller batches.`;
    return { status: 413, code: RPC_CODE.resourceExhausted, message };
  }
  if (type === "encoding.unsupported") {
    const message = "The content encoding is unknown; send gzip, deflate, br or none.";
    return { status: 415, code: RPC_CODE.invalidArgument, message };
  }
  const message = `The body cannot be read: ${toErrorMessage(error)}`;
  return { status: 400, code: RPC_CODE.invalidArgument, message };
}
