import * as v from "valibot";
import { toErrorMessage } from "../process/to-error-message.ts";
import { ImportError } from "./import-error.ts";
import { retry } from "./retry.ts";

const TEMPORARY = new Set([429, 502, 503, 504]);

/** OTLP's JSON writes the 64-bit number as a string. */
const Answer = v.object({
  partialSuccess: v.optional(
    v.object({
      rejectedSpans: v.optional(v.pipe(v.unknown(), v.transform(Number), v.number())),
      errorMessage: v.optional(v.string()),
    }),
  ),
});
const Status = v.object({ message: v.string() });

/** What became of a request that was taken. */
export interface SendResult {
  rejected: number;
  /** Why spans were rejected. */
  message: string | undefined;
}

/** Where to send to. */
export interface SendTarget {
  to: string;
  token: string | undefined;
  signal: AbortSignal;
}

/**
 * Sends one request and returns when Runline has committed it. What Runline cannot take now is sent again, as soon as it says
 * or after a moment.
 *
 * @throws ImportError `RUNLINE_UNREACHABLE` when nothing takes it for a minute, `RUNLINE_REFUSED` when it is not wanted
 */
export async function sendTraces(body: string, target: SendTarget): Promise<SendResult> {
  return retry(() => post(body, target), target.signal);
}

async function post(body: string, { to, token, signal }: SendTarget): Promise<SendResult> {
  const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${to}/v1/traces`, { method: "POST", headers, body, signal });
    text = await response.text();
  } catch (error) {
    throw toUnreachable(to, toErrorMessage(toCause(error)), 0, error);
  }
  if (TEMPORARY.has(response.status))
    throw toUnreachable(to, `it answers ${response.status}`, toRetryAfterMs(response));
  if (!response.ok) throw toRefusal(to, response.status, text);
  const { partialSuccess } = v.parse(Answer, text === "" ? {} : JSON.parse(text));
  return { rejected: partialSuccess?.rejectedSpans ?? 0, message: partialSuccess?.errorMessage || undefined };
}

/** A date, which the header may hold as well, counts as at once. */
function toRetryAfterMs({ headers }: Response): number {
  return Math.max(0, Number(headers.get("retry-after")) * 1000 || 0);
}

function toUnreachable(to: string, reason: string, retryAfterMs: number, cause?: unknown): ImportError {
  return new ImportError(
    "RUNLINE_UNREACHABLE",
    `The Runline at ${to} takes nothing: ${reason}. When it is well again, give the same command once more.`,
    { cause, retryAfterMs },
  );
}

function toRefusal(to: string, status: number, text: string): ImportError {
  return new ImportError(
    "RUNLINE_REFUSED",
    status === 401 || status === 403
      ? `The Runline at ${to} needs its token (${status}). Give it with --token or RUNLINE_TOKEN.`
      : `The Runline at ${to} refused the spans with ${status}: ${readStatus(text)}. Are import and Runline of the same version?`,
  );
}

function readStatus(text: string): string {
  try {
    return v.parse(Status, JSON.parse(text)).message;
  } catch {
    return text.slice(0, 200); // no Runline: its words are all there is
  }
}

/** `fetch` says only that it failed; its cause says why. */
function toCause(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? error.cause : error;
}
