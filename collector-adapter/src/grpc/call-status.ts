import type { OutgoingHttpHeaders } from "node:http2";
import { CUT_MARK, cutText } from "@runline/contract";
import { RETRY_AFTER_S } from "../http/api-error.ts";
import { RPC_CODE, type Refusal } from "../ingest/export-answer.ts";
import { toRetryStatus } from "../otlp/export-response.ts";

/** Some clients take no more than 8 KiB of trailers, in which a message may stand twice. */
const MAX_MESSAGE_LENGTH = 1000;

/** The trailers of a call that went well. */
export const OK_TRAILERS: OutgoingHttpHeaders = { "grpc-status": "0" };

/**
 * The trailers of a call that was refused. With the code `unavailable` they say when to try again, as OTLP wants it: in a
 * `google.rpc.RetryInfo`.
 */
export function toRefusedTrailers({ code, message }: Pick<Refusal, "code" | "message">): OutgoingHttpHeaders {
  const text = cutText(message, MAX_MESSAGE_LENGTH, CUT_MARK);
  const retry = code === RPC_CODE.unavailable ? toRetryStatus(code, text, RETRY_AFTER_S) : undefined;
  return {
    "grpc-status": String(code),
    "grpc-message": encodeMessage(text),
    ...(retry && { "grpc-status-details-bin": retry.toString("base64").replace(/=+$/, "") }),
  };
}

/** gRPC's own percent-encoding: of UTF-8, everything that is not printable ASCII, and the percent sign. */
function encodeMessage(text: string): string {
  return Buffer.from(text)
    .toString("latin1")
    .replaceAll(/[^ -$&-~]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);
}

const UNITS_MS = new Map([
  ["H", 3_600_000],
  ["M", 60_000],
  ["S", 1000],
  ["m", 1],
  ["u", 1e-3],
  ["n", 1e-6],
]);

/** The time that a client gives a call, in ms; `undefined` when the header `grpc-timeout` says nothing. */
export function parseTimeout(header: string | undefined): number | undefined {
  const [, amount = "", unit = ""] = /^(\d{1,8})([HMSmun])$/.exec(header ?? "") ?? [];
  const unitMs = UNITS_MS.get(unit);
  return unitMs === undefined ? undefined : Number(amount) * unitMs;
}
