import type { IncomingHttpHeaders, ServerHttp2Stream } from "node:http2";
import type { Access } from "../http/access.ts";
import { ApiError } from "../http/api-error.ts";
import { tellTurnedAway, toSender, type Sender } from "../http/turned-away.ts";
import { fromApiError, RPC_CODE, type Refusal } from "../ingest/export-answer.ts";
import { answerHttpExport, toRefusedExport, type ExportParts, type HttpAnswer } from "../ingest/http-export.ts";
import { SIGNALS } from "../otlp/signals.ts";
import { answerCall, refuseCall } from "./answer-call.ts";

/** Answers the requests of HTTP/2. */
export type StreamListener = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void;

/** What comes over HTTP/2 is OTLP: calls of gRPC, and OTLP/HTTP from those who need no HTTP/1.1. Both are let in as over HTTP/1.1. */
export function createStreamListener(access: Access, parts: ExportParts): StreamListener {
  return (stream, headers) => {
    const { ":method": method, ":path": path = "" } = headers;
    const sender = toSender(stream.session?.socket.remoteAddress, headers["user-agent"], method, path);
    const refusal = checkAccess(access, headers);
    if (refusal !== undefined) {
      tellTurnedAway(parts.notices, sender, refusal);
      refuseStream(stream, headers, refusal);
    } else if (isCall(headers)) void answerCall(stream, headers, sender, parts);
    else void answerExport(stream, headers, sender, parts);
  };
}

/** Refuses a request in the form that it expects. */
export function refuseStream(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, refusal: Refusal): void {
  if (isCall(headers)) refuseCall(stream, refusal);
  else send(stream, toRefusedExport(headers, refusal));
}

function isCall(headers: IncomingHttpHeaders): boolean {
  return headers["content-type"]?.startsWith("application/grpc") === true;
}

function checkAccess(access: Access, headers: IncomingHttpHeaders): Refusal | undefined {
  const caller = { host: headers[":authority"], authorization: headers.authorization };
  try {
    access.checkHost(caller, { isIngest: true });
    access.checkToken(caller);
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return fromApiError(error);
    throw error;
  }
}

async function answerExport(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  sender: Sender,
  parts: ExportParts,
): Promise<void> {
  const { ":method": method, ":path": path } = headers;
  const signal = SIGNALS.find((known) => known.path === path);
  if (signal === undefined) {
    const message = "Over HTTP/2 Runline takes OTLP alone. Ask for everything else with HTTP/1.1.";
    const refusal: Refusal = { status: 505, code: RPC_CODE.unimplemented, message };
    tellTurnedAway(parts.notices, sender, refusal);
    return send(stream, toRefusedExport(headers, refusal));
  }
  const sent = { method, headers, body: stream, sender, isGone: () => stream.closed };
  send(stream, await answerHttpExport(signal, sent, parts));
}

function send(stream: ServerHttp2Stream, { status, headers, body }: HttpAnswer): void {
  if (stream.closed || stream.headersSent) return;
  stream.respond({ ":status": status, ...headers });
  stream.end(body);
  stream.resume(); // what still comes is not wanted
}
