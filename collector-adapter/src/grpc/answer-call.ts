import { constants, type IncomingHttpHeaders, type OutgoingHttpHeaders, type ServerHttp2Stream } from "node:http2";
import { tellTurnedAway, type Sender } from "../http/turned-away.ts";
import { CONTENT_ENCODINGS, toContentEncoding } from "../ingest/decompress.ts";
import { isRefusal, RPC_CODE, type Refusal } from "../ingest/export-answer.ts";
import type { ExportParts } from "../ingest/http-export.ts";
import { toExportResponse } from "../otlp/export-response.ts";
import { SIGNALS, type OtlpSignal } from "../otlp/signals.ts";
import { OK_TRAILERS, parseTimeout, toRefusedTrailers } from "./call-status.ts";
import { readMessage } from "./read-message.ts";

/** A call ends after this, whatever time its client gives it: as long as a request over HTTP may take to come in. */
const MAX_CALL_MS = 300_000;

const HEADERS: OutgoingHttpHeaders = {
  ":status": 200,
  "content-type": "application/grpc",
  "grpc-accept-encoding": CONTENT_ENCODINGS.join(","),
};

/** Answers a call of gRPC: `Export` of the three signals, one message each way. What it does is the same as over HTTP. */
export async function answerCall(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  sender: Sender,
  { receive, notices }: ExportParts,
): Promise<void> {
  const refuse = (refusal: Refusal) => {
    tellTurnedAway(notices, sender, refusal);
    refuseCall(stream, refusal);
  };
  const signal = findSignal(headers[":path"]);
  if (signal === undefined) return refuse(toUnknownMethod(sender));
  const contentEncoding = toContentEncoding(headers["grpc-encoding"]?.toString());
  if (contentEncoding === undefined) {
    const message = `The grpc-encoding is unknown; send one of ${CONTENT_ENCODINGS.join(", ")}.`;
    const change = "export OTEL_EXPORTER_OTLP_COMPRESSION=gzip";
    return refuse({ status: 415, code: RPC_CODE.unimplemented, message, change });
  }
  const limitMs = Math.min(parseTimeout(headers["grpc-timeout"]?.toString()) ?? MAX_CALL_MS, MAX_CALL_MS);
  const deadline = setTimeout(() => {
    const message = `The call was not done after ${limitMs} ms. What it brought may have been stored.`;
    refuseCall(stream, { code: RPC_CODE.deadlineExceeded, message });
  }, limitMs);
  const answer = await receive({
    signal,
    sender,
    encoding: "protobuf",
    isGone: () => stream.closed,
    read: (reservation) => readMessage(stream, contentEncoding, reservation),
  });
  clearTimeout(deadline);
  if (isRefusal(answer)) refuseCall(stream, answer);
  else sendMessage(stream, toExportResponse(signal.name, "protobuf", answer.rejected, answer.message));
}

/** An answer without a message, which can be given at any time: what still comes is not wanted. */
export function refuseCall(stream: ServerHttp2Stream, refusal: Pick<Refusal, "code" | "message">): void {
  if (stream.closed || stream.headersSent) return;
  stream.respond({ ...HEADERS, ...toRefusedTrailers(refusal) }, { endStream: true });
  stream.close(constants.NGHTTP2_NO_ERROR);
}

function sendMessage(stream: ServerHttp2Stream, message: Buffer): void {
  if (stream.closed || stream.headersSent) return;
  stream.respond(HEADERS, { waitForTrailers: true });
  stream.once("wantTrailers", () => stream.sendTrailers(OK_TRAILERS));
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(message.length, 1);
  stream.end(Buffer.concat([prefix, message]));
}

function findSignal(path: string | undefined): OtlpSignal | undefined {
  return SIGNALS.find(({ service }) => path === toMethod(service));
}

function toMethod(service: string): string {
  return `/${service}/Export`;
}

function toUnknownMethod({ request }: Sender): Refusal {
  const methods = SIGNALS.map(({ service }) => toMethod(service)).join(", ");
  return {
    status: 404,
    code: RPC_CODE.unimplemented,
    message: `There is no ${request} in Runline; over gRPC it has ${methods}.`,
  };
}
