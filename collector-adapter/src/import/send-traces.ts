import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod/mini";
import { ImportError, toMessage } from "./import-error.ts";

/** A Runline that is started anew is back within this; afterwards the import ends, to be gone on with. */
const PATIENCE_MS = 60_000;
const FIRST_PAUSE_MS = 250;
const MAX_PAUSE_MS = 5_000;

/** OTLP's JSON writes the 64-bit number as a string. */
const Answer = z.object({
  partialSuccess: z.optional(
    z.object({ rejectedSpans: z.optional(z.coerce.number()), errorMessage: z.optional(z.string()) }),
  ),
});
const Status = z.object({ message: z.string() });

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
export async function sendTraces(body: string, { to, token, signal }: SendTarget): Promise<SendResult> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS)) {
    signal.throwIfAborted();
    const response = await post(`${to}/v1/traces`, body, token, signal);
    if (response instanceof Response && response.ok) return toResult(await response.text());
    if (response instanceof Response && !isTemporary(response.status)) throw await toRefusal(to, response);
    if (Date.now() > giveUpAt) throw toUnreachable(to, response);
    const wanted = response instanceof Response ? Number(response.headers.get("retry-after") ?? "0") * 1000 : 0;
    await sleep(Math.max(pauseMs, Number.isFinite(wanted) ? wanted : 0), undefined, { signal });
  }
}

/** The answer, or why there was none. */
async function post(url: string, body: string, token: string | undefined, signal: AbortSignal): Promise<unknown> {
  const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
  try {
    return await fetch(url, { method: "POST", headers, body, signal });
  } catch (error) {
    signal.throwIfAborted();
    return error;
  }
}

function isTemporary(status: number): boolean {
  return status === 429 || status === 502 || status === 503 || status === 504;
}

function toResult(text: string): SendResult {
  const { partialSuccess } = Answer.parse(text === "" ? {} : JSON.parse(text));
  return { rejected: partialSuccess?.rejectedSpans ?? 0, message: partialSuccess?.errorMessage || undefined };
}

async function toRefusal(to: string, response: Response): Promise<ImportError> {
  const text = await response.text();
  if (response.status === 401 || response.status === 403) {
    return new ImportError(
      "RUNLINE_REFUSED",
      `The Runline at ${to} needs its token (${response.status}). Give it with --token or RUNLINE_TOKEN.`,
    );
  }
  return new ImportError("RUNLINE_REFUSED", `${to} refused the spans with ${response.status}: ${readStatus(text)}`);
}

function readStatus(text: string): string {
  try {
    return Status.parse(JSON.parse(text)).message;
  } catch {
    return text.slice(0, 200); // no Runline: its words are all there is
  }
}

function toUnreachable(to: string, answer: unknown): ImportError {
  const reason = answer instanceof Response ? `it answers ${answer.status}` : toMessage(toCause(answer));
  return new ImportError("RUNLINE_UNREACHABLE", `The Runline at ${to} takes nothing: ${reason}.`, { cause: answer });
}

/** `fetch` says only that it failed; its cause says why. */
function toCause(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? error.cause : error;
}
