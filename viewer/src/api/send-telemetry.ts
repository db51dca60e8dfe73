import { object, optional, safeParse, string } from "valibot";

/** What a receiver of OTLP/HTTP says: of what it took, or why it took nothing. */
const ExportAnswer = object({
  message: optional(string()),
  partialSuccess: optional(object({ errorMessage: optional(string()) })),
});

/**
 * Sends a request of OTLP/JSON as any program does.
 *
 * @throws Error with the server's words, when it took not all of it
 */
export async function sendTelemetry(basePath: string, body: Blob): Promise<void> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${basePath}/v1/traces`, { method: "POST", headers, body });
  const parsed = safeParse(ExportAnswer, await response.json().catch(() => undefined));
  const { message, partialSuccess } = parsed.success ? parsed.output : {};
  if (!response.ok) throw new Error(message ?? `The server answered ${response.status}.`);
  if (partialSuccess?.errorMessage) throw new Error(partialSuccess.errorMessage);
}
