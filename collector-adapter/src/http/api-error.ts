import type { ErrorCode } from "@runline/contract";

/**
 * After this many seconds who got 503 may try again. Senders that try a few times only would give up sooner with less: OpenTelemetry's
 * exporter for JavaScript, which tries five times within 10 s, lasts 5 s with 1 and 8 s with 2.
 */
export const RETRY_AFTER_S = 2;

const STATUS: Record<ErrorCode, number> = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  TOO_MANY_REQUESTS: 429,
  INTERNAL: 500,
  UNAVAILABLE: 503,
};

/**
 * Thrown by a route; the error handler answers with it. The message goes to the client as it is.
 *
 * @example throw new ApiError("NOT_FOUND", `No run ${runId} of agent ${agentId}.`);
 */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: ErrorCode;
  readonly status: number;
  /** The line that mends what the sender does wrong; an error that has one is also told to the person in front of Runline. */
  readonly change: string | undefined;

  /** `options.status` is for a finer status than the code has. */
  constructor(code: ErrorCode, message: string, options?: ErrorOptions & { status?: number; change?: string }) {
    super(message, options);
    this.code = code;
    this.status = options?.status ?? STATUS[code];
    this.change = options?.change;
  }
}
