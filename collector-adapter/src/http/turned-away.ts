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

/** Who has sent a request, for the log. */
export interface Sender {
  /** Address of the machine. */
  address: string;
  userAgent: string | undefined;
  /** What was asked for. @example "POST /v1/traces" */
  request: string;
}

/** @example toSender("127.0.0.1", "OTel-OTLP-Exporter-Python/1.45.2", "POST", "/v1/traces?key=…").request // "POST /v1/traces" */
export function toSender(address = "unknown", userAgent?: string, method?: string, url?: string): Sender {
  const [path = ""] = (url ?? "").split("?", 1); // behind it may be a token
  return { address, userAgent, request: `${method} ${path}` };
}

/** Who has sent a request of HTTP/1.1. */
export function readSender({ socket, headers, method, url }: IncomingMessage): Sender {
  return toSender(socket.remoteAddress, headers["user-agent"], method, url);
}

/** Tells of a request that was refused. One line in the log for a sender and minute, see `NoticeLog`. */
export function tellTurnedAway(notices: NoticeLog, { address, userAgent, request }: Sender, why: TurnedAway): void {
  const { status, change, reason } = why;
  notices.warn(address, why.message, { userAgent, request, status, change, reason });
}

/**
 * Tells of errors that say what to change, before they are answered. Not of those that the viewer's own pages get, as before one has
 * signed in: who looks at them knows.
 */
export function createTurnedAwayTeller(notices: NoticeLog): ErrorRequestHandler {
  return (error: unknown, request, _response, next) => {
    const isOwnPage = request.headers["sec-fetch-site"] === "same-origin";
    if (error instanceof ApiError && error.change !== undefined && !isOwnPage)
      tellTurnedAway(notices, readSender(request), error);
    next(error);
  };
}
