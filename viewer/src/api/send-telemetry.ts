import { object, optional, safeParse, string } from "valibot";

/** What a receiver of OTLP/HTTP says: of what it took, or why it took nothing. */
const ExportAnswer = object({
  message: optional(string()),
  // A number of 64 bits is a text in OTLP/JSON. A message without one that is rejected only warns: everything was stored.
  partialSuccess: optional(object({ rejectedSpans: optional(string()), errorMessage: optional(string()) })),
});

/** Says that the server takes spans from who shows its token alone, and that none was shown, or another one. */
export class TokenError extends Error {
  override readonly name = "TokenError";
}

/**
 * Sends spans as OTLP/JSON, the way that every program sends them. The cookie of a browser that has signed in only reads: a server with a
 * token takes spans from who shows it.
 *
 * @throws {@link TokenError} when the token is missing or another one
 * @throws Error with the server's words, when it did not take all of them
 */
export async function sendTelemetry(basePath: string, body: Blob, token?: string): Promise<void> {
  const headers = {
    "content-type": "application/json",
    // A header has no letters beyond Latin-1; the server also takes a token as it stands in an address.
    ...(token !== undefined && { authorization: `Bearer ${encodeURIComponent(token)}` }),
  };
  const response = await fetch(`${basePath}/v1/traces`, { method: "POST", headers, body });
  const parsed = safeParse(ExportAnswer, await response.json().catch(() => undefined));
  const { message, partialSuccess } = parsed.success ? parsed.output : {};
  if (!response.ok) {
    const words = message ?? `The server answered ${response.status}.`;
    throw response.status === 401 ? new TokenError(words) : new Error(words);
  }
  const rejected = Number(partialSuccess?.rejectedSpans ?? 0);
  if (rejected > 0) throw new Error(partialSuccess?.errorMessage ?? `The server did not take ${rejected} spans.`);
}
