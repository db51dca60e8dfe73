import type { IncomingMessage } from "node:http";
import type { ErrorRequestHandler } from "express";
import { ApiError } from "./api-error.ts";
import type { NoticeLog } from "./notice-log.ts";

/** Why a request was refused, for who sent it and for the person in front of Runline. */
export interface TurnedAway {
  status: number;
  /** What was found, and what was expected. */
  message: string;
  /** The line that mends it, to be pasted as it is; nothing that the sender wrote stands in it unchecked. */
  change?: string | undefined;
  /** What differs from one request to the next. */
  reason?: string | undefined;
}

/** Tells of a request that was refused. One line in the log for a sender and minute, see `NoticeLog`. */
export function tellTurnedAway(notices: NoticeLog, request: IncomingMessage, why: TurnedAway): void {
  const [path = ""] = (request.url ?? "").split("?", 1); // behind it may be a token
  notices.warn(request.socket.remoteAddress ?? "unknown", why.message, {
    userAgent: request.headers["user-agent"],
    request: `${request.method} ${path}`,
    status: why.status,
    change: why.change,
    reason: why.reason,
  });
}

/**
 * Tells of errors that say what to change, before they are answered. Not of those that the viewer's own pages get, as before one has
 * signed in: who looks at them knows.
 */
export function createTurnedAwayTeller(notices: NoticeLog): ErrorRequestHandler {
  return (error: unknown, request, _response, next) => {
    const isOwnPage = request.headers["sec-fetch-site"] === "same-origin";
    if (error instanceof ApiError && error.change !== undefined && !isOwnPage) tellTurnedAway(notices, request, error);
    next(error);
  };
}
