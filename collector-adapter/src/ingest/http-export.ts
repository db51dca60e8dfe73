import type { IncomingHttpHeaders } from "node:http";
import type { Readable } from "node:stream";
import { RETRY_AFTER_S } from "../http/api-error.ts";
import type { NoticeLog } from "../http/notice-log.ts";
import { tellTurnedAway, type Sender } from "../http/turned-away.ts";
import type { OtlpEncoding } from "../otlp/decode-request.ts";
import { toExportResponse, toStatusResponse } from "../otlp/export-response.ts";
import type { OtlpSignal } from "../otlp/signals.ts";
import { CONTENT_ENCODINGS, toContentEncoding, type ContentEncoding } from "./decompress.ts";
import { isRefusal, RPC_CODE, type Refusal } from "./export-answer.ts";
import { readBody } from "./read-body.ts";
import type { Receiver } from "./receiver.ts";

/** A request of OTLP over HTTP, of whichever version. */
export interface HttpExport {
  method: string | undefined;
  headers: IncomingHttpHeaders;
  body: Readable;
  sender: Sender;
  /** Whether nobody waits for the answer any more. */
  isGone: () => boolean;
}

/** What the ways in, OTLP over HTTP and gRPC, lead to. */
export interface ExportParts {
  receive: Receiver;
  notices: NoticeLog;
}

export interface HttpAnswer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/**
 * Has the body of a request taken when its head is right, and puts the answer into OTLP's form.
 *
 * @example await answerHttpExport(traces, { method: "POST", headers, body, sender, isGone }, { receive, notices }) // { status: 200, … }
 */
export async function answerHttpExport(
  signal: OtlpSignal,
  request: HttpExport,
  { receive, notices }: ExportParts,
): Promise<HttpAnswer> {
  const { headers, body, sender, isGone } = request;
  const head = readHead(signal, request);
  if ("code" in head) {
    tellTurnedAway(notices, sender, head);
    return toRefusedExport(headers, head);
  }
  const { encoding, contentEncoding } = head;
  const answer = await receive({
    signal,
    sender,
    encoding,
    isGone,
    read: async (reservation) => ({
      bytes: await readBody(body, headers["content-length"], reservation),
      contentEncoding,
    }),
  });
  if (isRefusal(answer)) return toRefusedExport(headers, answer);
  return {
    status: 200,
    headers: { "content-type": toContentType(encoding) },
    body: toExportResponse(signal.name, encoding, answer.rejected, answer.message),
  };
}

function readHead(
  signal: OtlpSignal,
  { method, headers }: HttpExport,
): { encoding: OtlpEncoding; contentEncoding: ContentEncoding } | Refusal {
  if (method !== "POST") {
    const message = `OTLP ${signal.name} are sent with POST, not ${method}.`;
    return { status: 405, code: RPC_CODE.unimplemented, message };
  }
  const encoding = getEncoding(headers);
  if (encoding === undefined) {
    const found = headers["content-type"] ?? "none";
    const message = `The content type is ${found}; send application/x-protobuf or application/json.`;
    const change = "export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf";
    return { status: 415, code: RPC_CODE.invalidArgument, message, change };
  }
  const contentEncoding = toContentEncoding(headers["content-encoding"]);
  if (contentEncoding !== undefined) return { encoding, contentEncoding };
  const message = `The content encoding is unknown; send one of ${CONTENT_ENCODINGS.join(", ")}.`;
  const change = "export OTEL_EXPORTER_OTLP_COMPRESSION=gzip";
  return { status: 415, code: RPC_CODE.invalidArgument, message, change };
}

/** A google.rpc.Status in the encoding of the request, JSON when that is unknown, as OTLP asks for. */
export function toRefusedExport(headers: IncomingHttpHeaders, { status, code, message }: Refusal): HttpAnswer {
  const encoding = getEncoding(headers) ?? "json";
  return {
    status,
    headers: {
      "content-type": toContentType(encoding),
      ...(code === RPC_CODE.unavailable && { "retry-after": String(RETRY_AFTER_S) }),
      ...(status === 405 && { allow: "POST" }),
    },
    body: toStatusResponse(encoding, code, message),
  };
}

/** The encoding that a request says it has; `undefined` when it is none of OTLP's. */
export function getEncoding(headers: IncomingHttpHeaders): OtlpEncoding | undefined {
  const type = headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase();
  if (type === "application/x-protobuf") return "protobuf";
  return type === "application/json" ? "json" : undefined;
}

function toContentType(encoding: OtlpEncoding): string {
  return encoding === "protobuf" ? "application/x-protobuf" : "application/json";
}
