import express, { type ErrorRequestHandler, type RequestHandler, type Response, type Router } from "express";
import { ApiError } from "../http/api-error.ts";
import { toOwnAddress } from "../http/own-address.ts";
import { readSender } from "../http/turned-away.ts";
import { SIGNALS, TRACES } from "../otlp/signals.ts";
import { fromApiError } from "./export-answer.ts";
import { answerHttpExport, getEncoding, toRefusedExport, type ExportParts, type HttpAnswer } from "./http-export.ts";

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

/** What is posted to a path that nothing serves comes from an exporter whose address is wrong: by the signal that the path means, the right one. */
export const rejectWrongPath: RequestHandler = (request, _response, next) => {
  if (request.method !== "POST") return next();
  const path = request.originalUrl.split("?", 1)[0] ?? "";
  const meant = SIGNALS.find(({ name }) => path.toLowerCase().includes(name.slice(0, -1))) ?? TRACES;
  const right = toOwnAddress(request, meant.path);
  const message = `There is no POST ${path} in Runline: OTLP ${meant.name} are sent to ${right}.`;
  throw new ApiError("NOT_FOUND", message, { change: right });
};

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
