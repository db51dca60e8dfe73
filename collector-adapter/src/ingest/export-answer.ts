import type { ApiError } from "../http/api-error.ts";
import type { TurnedAway } from "../http/turned-away.ts";

/** Codes of google.rpc.Status: what an answer over gRPC is, and what is in the body of one over HTTP. */
export const RPC_CODE = {
  invalidArgument: 3,
  deadlineExceeded: 4,
  permissionDenied: 7,
  resourceExhausted: 8,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
} as const;

/** A request that was taken, and stored. */
export interface Taken {
  /** How many of its items were not. */
  rejected: number;
  /** Why, or a warning; empty when there is nothing to say. */
  message: string;
}

/** A request of which nothing was taken. `status` is that of HTTP. With the code `unavailable` its sender is to try again. */
export interface Refusal extends Omit<TurnedAway, "reason"> {
  code: (typeof RPC_CODE)[keyof typeof RPC_CODE];
}

export type ExportAnswer = Taken | Refusal;

export function isRefusal(answer: ExportAnswer): answer is Refusal {
  return "code" in answer;
}

/** What cannot be stored now and may be in a moment. */
export function toUnavailableRefusal(message: string): Refusal {
  return { status: 503, code: RPC_CODE.unavailable, message };
}

/** What was refused before anybody looked at its signal, as senders are told it. */
export function fromApiError(error: ApiError): Refusal {
  const { status, message, change } = error;
  return { status, code: toRpcCode(error), message, change };
}

function toRpcCode({ code }: ApiError): Refusal["code"] {
  if (code === "UNAUTHORIZED") return RPC_CODE.unauthenticated;
  return code === "NOT_FOUND" ? RPC_CODE.unimplemented : RPC_CODE.permissionDenied;
}
