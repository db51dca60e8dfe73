import type { IncomingHttpHeaders, ServerHttp2Stream } from "node:http2";
import type { Access } from "../http/access.ts";
import { ApiError } from "../http/api-error.ts";
import type { BasePath } from "../http/base-path.ts";
import { toOwnAddress } from "../http/own-address.ts";
import { tellTurnedAway, toSender, type Sender } from "../http/turned-away.ts";
import { fromApiError, RPC_CODE, type Refusal } from "../ingest/export-answer.ts";
import { answerHttpExport, toRefusedExport, type ExportParts, type HttpAnswer } from "../ingest/http-export.ts";
import { toWrongPath } from "../ingest/wrong-path.ts";
import { SIGNALS } from "../otlp/signals.ts";
import { answerCall, refuseCall } from "./answer-call.ts";

/** Answers the requests of HTTP/2. */
export type StreamListener = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void;

/** Who is let in, and where. */
interface Door {
  access: Access;
  basePath: BasePath;
}

/** What comes over HTTP/2 is OTLP: calls of gRPC, and OTLP/HTTP from those who need no HTTP/1.1. Both are let in as over HTTP/1.1. */
export function createStreamListener({ access, basePath }: Door, parts: ExportParts): StreamListener {
  return (stream, sent) => {
    const headers = { ...sent, ":path": basePath.normalize(sent[":path"] ?? "/") };
    const { ":method": method, ":path": path } = headers;
    const sender = toSender(stream.session?.socket.remoteAddress, headers["user-agent"], method, path);
    const refusal = checkAccess(access, headers);
    if (refusal !== undefined) {
      tellTurnedAway(parts.notices, sender, refusal);
      refuseStream(stream, headers, refusal);
    } else if (isCall(headers)) void answerCall(stream, headers, sender, parts);
    else void answerExport(stream, headers, sender, basePath, parts);
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
  basePath: BasePath,
  parts: ExportParts,
): Promise<void> {
  const { ":method": method, ":path": url = "" } = headers;
  const [path = ""] = url.split("?", 1);
  // As Express reads paths: with a slash at the end or without, in any case of letters.
  const signal = SIGNALS.find((known) => known.path === path.toLowerCase().replace(/\/$/, ""));
  if (signal === undefined) {
    const refusal = toRefusal(headers, path, basePath);
    tellTurnedAway(parts.notices, sender, refusal);
    return send(stream, toRefusedExport(headers, refusal));
  }
  const sent = { method, headers, body: stream, sender, isGone: () => stream.closed };
  send(stream, await answerHttpExport(signal, sent, parts));
}

/** The API has posts of its own, which are not to be told that they do not exist. */
function toRefusal(headers: IncomingHttpHeaders, path: string, basePath: BasePath): Refusal {
  if (headers[":method"] === "POST" && !/^\/api(\/|$)/i.test(path)) {
    return fromApiError(toWrongPath(path, (right) => toOwnAddress(headers[":authority"], headers, basePath, right)));
  }
  const message = "Over HTTP/2 Runline takes OTLP alone. Ask for everything else with HTTP/1.1.";
  return { status: 505, code: RPC_CODE.unimplemented, message };
}

function send(stream: ServerHttp2Stream, { status, headers, body }: HttpAnswer): void {
  if (stream.closed || stream.headersSent) return;
  stream.respond({ ":status": status, ...headers });
  stream.end(body);
  stream.resume(); // what still comes is not wanted
}
