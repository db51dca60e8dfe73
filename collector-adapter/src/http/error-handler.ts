import type { ErrorBody } from "@runline/contract";
import type { ErrorRequestHandler, RequestHandler, Response } from "express";
import type { Logger } from "pino";
import { DatabaseError } from "../database/database.ts";
import { getSqlState } from "../database/sql-state.ts";
import { ApiError, RETRY_AFTER_S } from "./api-error.ts";

/** Answers with the error's code and message. What is unknown is logged whole and told to the client only as such. */
export function createErrorHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const known = toApiError(error);
    if (known.status >= 500) logger.error({ err: error, method: request.method, path: request.path }, known.message);
    // An answer that has begun can only break off: its reader sees that the end is missing. Express would do so too, and write the
    // error to stderr by itself, as often as it comes.
    if (response.headersSent) response.destroy();
    else sendError(response, known);
  };
}

/** For paths that nothing serves. */
export const rejectUnknownPath: RequestHandler = (request) => {
  throw new ApiError(
    "NOT_FOUND",
    `There is no ${request.method} ${request.originalUrl.split("?", 1)[0] ?? ""} in this API.`,
  );
};

/** Writes the one form that all errors of the API have. */
export function sendError(response: Response, error: ApiError): void {
  const body: ErrorBody = { error: { code: error.code, message: error.message } };
  if (error.code === "UNAVAILABLE") response.set("retry-after", String(RETRY_AFTER_S));
  // The file that could not be sent has set these for itself.
  response.status(error.status).type("json").set("cache-control", "no-store").json(body);
}

function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (isDatabaseAway(error)) {
    return new ApiError("UNAVAILABLE", "The database does not answer at the moment. Try again in a few seconds.", {
      cause: error,
    });
  }
  if (error instanceof URIError)
    return new ApiError("BAD_REQUEST", "The path is not valid percent-encoding.", { cause: error });
  const clientError = findClientError(error);
  if (clientError)
    return new ApiError("BAD_REQUEST", clientError.message, { cause: error, status: clientError.status });
  return new ApiError("INTERNAL", "Runline failed to answer; its log says why.", { cause: error });
}

/** What Express or a file handler blame on the request, such as a range that a file has not. */
function findClientError(error: unknown): { status: number; message: string } | undefined {
  if (!(error instanceof Error) || !("status" in error) || typeof error.status !== "number") return undefined;
  const { status, message } = error;
  return status >= 400 && status < 500 ? { status, message } : undefined;
}

/** Connection lost, refused, timed out, or the server shutting down (SQLSTATE classes 08, 53, 57). */
function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof DatabaseError) return true;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (/^(08|53|57)/.test(getSqlState(error) ?? "")) return true;
  if (/^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/.test(code)) return true;
  return /connection terminated|timeout exceeded when trying to connect|PGlite has stopped|not queryable/i.test(
    error.message,
  );
}
