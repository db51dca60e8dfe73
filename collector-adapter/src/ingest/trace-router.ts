import express, { type ErrorRequestHandler, type Request, type Response, type Router } from "express";
import type { Logger } from "pino";
import { NEWEST_ROW_MS, OLDEST_ROW_MS } from "../database/log-partitions.ts";
import { ApiError } from "../http/api-error.ts";
import { decodeTraceRequest } from "../otlp/decode-trace-request.ts";
import { toExportResponse, toStatusResponse } from "../otlp/export-response.ts";
import { OtlpDecodeError } from "../otlp/otlp-decode-error.ts";
import type { OtlpSpan } from "../otlp/otlp-span.ts";
import { IngestError } from "./ingest-error.ts";
import type { IngestQueue } from "./ingest-queue.ts";

/** Largest body, compressed or not: the protocol recommends it, and the Collector sends up to 32 MiB. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;
/** After this the sender may try again. */
const RETRY_AFTER_S = 1;

// Codes of google.rpc.Status.
const INVALID_ARGUMENT = 3;
const PERMISSION_DENIED = 7;
const RESOURCE_EXHAUSTED = 8;
const UNIMPLEMENTED = 12;
const INTERNAL = 13;
const UNAVAILABLE = 14;
const UNAUTHENTICATED = 16;

type Encoding = "protobuf" | "json";

/** `POST /v1/traces`: OTLP over HTTP, acknowledged after the commit. */
export function createTraceRouter(queue: IngestQueue, logger: Logger): Router {
  const router = express.Router();
  const readBody = express.raw({ type: () => true, limit: MAX_BODY_BYTES, inflate: true });

  router.all("/v1/traces", (request, response) => {
    const encoding = getEncoding(request);
    if (request.method !== "POST") {
      response.set("allow", "POST");
      return refuse(
        response,
        encoding ?? "json",
        405,
        UNIMPLEMENTED,
        `Traces are sent with POST, not ${request.method}.`,
      );
    }
    if (!encoding) {
      const found = request.headers["content-type"] ?? "none";
      const message = `The content type is ${found}; send application/x-protobuf or application/json.`;
      return refuse(response, "json", 415, INVALID_ARGUMENT, message);
    }
    readBody(request, response, (error: unknown) => {
      if (error) return refuseBody(response, encoding, error);
      void store(request, response, encoding);
    });
  });

  async function store(request: Request, response: Response, encoding: Encoding): Promise<void> {
    const body: unknown = request.body;
    const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
    try {
      const decoded = decodeTraceRequest(bytes, encoding);
      const { kept, tooOld } = dropOutOfRange(decoded.spans);
      const { refused } = await queue.write(kept, bytes.length);
      const reasons = [...decoded.rejectedReasons];
      if (tooOld > 0)
        reasons.push("start or end is more than 400 days ago or more than a day ahead of Runline's clock");
      if (refused > 0) reasons.push("the database refused the content of the span");
      const rejected = decoded.rejected + tooOld + refused;
      if (rejected > 0) logger.warn({ rejected, reasons }, "spans rejected");
      response
        .status(200)
        .type(toContentType(encoding))
        .end(toExportResponse(encoding, rejected, reasons.join("; ")));
    } catch (error) {
      if (error instanceof OtlpDecodeError) return refuse(response, encoding, 400, INVALID_ARGUMENT, error.message);
      if (error instanceof IngestError) {
        logger.warn({ err: error, cause: error.cause }, "spans not stored, the sender will try again");
        response.set("retry-after", String(RETRY_AFTER_S));
        return refuse(response, encoding, 503, UNAVAILABLE, error.message);
      }
      logger.error({ err: error }, "storing spans failed unexpectedly");
      return refuse(response, encoding, 500, INTERNAL, "Storing the spans failed; Runline's log says why.");
    }
  }

  return router;
}

/** Senders of spans expect the protocol's form of an error, also from the checks before the route. */
export const renderTraceError: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (!(error instanceof ApiError) || response.headersSent) {
    next(error);
    return;
  }
  const code = error.code === "UNAUTHORIZED" ? UNAUTHENTICATED : PERMISSION_DENIED;
  refuse(response, getEncoding(request) ?? "json", error.status, code, error.message);
};

function getEncoding(request: Request): Encoding | undefined {
  const type = request.headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase();
  if (type === "application/x-protobuf") return "protobuf";
  return type === "application/json" ? "json" : undefined;
}

function toContentType(encoding: Encoding): string {
  return encoding === "protobuf" ? "application/x-protobuf" : "application/json";
}

function refuse(response: Response, encoding: Encoding, status: number, code: number, message: string): void {
  response
    .status(status)
    .type(toContentType(encoding))
    .end(toStatusResponse(encoding, code, message));
}

function refuseBody(response: Response, encoding: Encoding, error: unknown): void {
  const type = typeof error === "object" && error !== null && "type" in error ? error.type : undefined;
  if (type === "entity.too.large") {
    const message = `The body has more than ${MAX_BODY_BYTES / 1024 / 1024} MiB (after decompression). Send smaller batches.`;
    return refuse(response, encoding, 413, RESOURCE_EXHAUSTED, message);
  }
  if (type === "encoding.unsupported") {
    return refuse(
      response,
      encoding,
      415,
      INVALID_ARGUMENT,
      "The content encoding is unknown; send gzip, deflate, br or none.",
    );
  }
  return refuse(
    response,
    encoding,
    400,
    INVALID_ARGUMENT,
    `The body cannot be read: ${error instanceof Error ? error.message : String(error)}`,
  );
}

function dropOutOfRange(spans: OtlpSpan[]): { kept: OtlpSpan[]; tooOld: number } {
  const now = Date.now();
  const isInRange = (at: number) => at >= now - OLDEST_ROW_MS && at <= now + NEWEST_ROW_MS;
  const kept = spans.filter((span) => isInRange(span.startedAt) && isInRange(span.endedAt ?? span.startedAt));
  return { kept, tooOld: spans.length - kept.length };
}
