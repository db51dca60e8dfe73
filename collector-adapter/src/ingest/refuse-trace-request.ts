import type { IncomingMessage, ServerResponse } from "node:http";
import type { TurnedAway } from "../http/turned-away.ts";
import type { OtlpEncoding } from "../otlp/decode-trace-request.ts";
import { toStatusResponse } from "../otlp/export-response.ts";

/** Codes of google.rpc.Status. */
export const RPC_CODE = {
  invalidArgument: 3,
  permissionDenied: 7,
  resourceExhausted: 8,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
} as const;

/** Why a request of a sender of spans is refused. */
export interface Refusal extends TurnedAway {
  code: (typeof RPC_CODE)[keyof typeof RPC_CODE];
}

/** The encoding that the request says it has; `undefined` when it is none of OTLP's. */
export function getEncoding({ headers }: IncomingMessage): OtlpEncoding | undefined {
  const type = headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase();
  if (type === "application/x-protobuf") return "protobuf";
  return type === "application/json" ? "json" : undefined;
}

/** The content type of an answer in the encoding. */
export function toContentType(encoding: OtlpEncoding): string {
  return encoding === "protobuf" ? "application/x-protobuf" : "application/json";
}

/** Answers with a google.rpc.Status in the request's encoding, JSON when that is unknown, as OTLP asks for. */
export function refuseTraceRequest(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  const encoding = getEncoding(request) ?? "json";
  response.writeHead(refusal.status, { "content-type": toContentType(encoding) });
  response.end(toStatusResponse(encoding, refusal.code, refusal.message));
}
