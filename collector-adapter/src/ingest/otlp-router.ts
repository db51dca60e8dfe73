import express, { type ErrorRequestHandler, type RequestHandler, type Response, type Router } from "express";
import { ApiError } from "../http/api-error.ts";
import type { BasePath } from "../http/base-path.ts";
import { toOwnAddress } from "../http/own-address.ts";
import { readSender } from "../http/turned-away.ts";
import { SIGNALS } from "../otlp/signals.ts";
import { fromApiError } from "./export-answer.ts";
import { answerHttpExport, getEncoding, toRefusedExport, type ExportParts, type HttpAnswer } from "./http-export.ts";
import { toWrongPath } from "./wrong-path.ts";

/** `POST /v1/traces` and the paths of the other signals: OTLP over HTTP. */
export function createOtlpRouter(parts: ExportParts): Router {
  const router = express.Router();
  for (const signal of SIGNALS) {
    router.all(signal.path, async (request, response) => {
      const { method, headers } = request;
      const sent = { method, headers, body: request, sender: readSender(request), isGone: () => response.closed };
      send(response, await answerHttpExport(signal, sent, parts));
    });
  }
  return router;
}

/** For what is posted to a path that nothing serves. */
export function rejectWrongPath(basePath: BasePath): RequestHandler {
  return ({ method, originalUrl, headers }, _response, next) => {
    if (method !== "POST") return next();
    const [path = ""] = originalUrl.split("?", 1);
    throw toWrongPath(path, (right) => toOwnAddress(headers.host, headers, basePath, right));
  };
}

/** Senders expect the protocol's form of an error, also from the checks before the routes and on other paths. */
export const renderExportError: ErrorRequestHandler = (error: unknown, request, response, next) => {
  const isExport = /^\/v1(\/|$)/i.test(request.path) || getEncoding(request.headers) === "protobuf";
  if (!isExport || !(error instanceof ApiError) || response.headersSent) return next(error);
  send(response, toRefusedExport(request.headers, fromApiError(error)));
};

function send(response: Response, { status, headers, body }: HttpAnswer): void {
  response.writeHead(status, headers);
  response.end(body);
}
