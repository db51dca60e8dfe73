import { sendTelemetry } from "../api/send-telemetry.ts";
import { toTracePath } from "./found-path.ts";

export { TokenError } from "../api/send-telemetry.ts";

/** What the server takes in one request. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** The first trace in a request of OTLP/JSON; whether the rest is as it should be says the server. */
const TRACE_ID = /"traceId"\s*:\s*"([\da-f]{32})"/i;

/** A file, and where the page of its first trace is once the server has it. */
export interface RunFile {
  file: Blob;
  path: string;
}

/** @throws Error that says what is wrong with the file */
export async function readRunFile(file: Blob): Promise<RunFile> {
  if (file.size > MAX_FILE_BYTES) {
    const megabytes = Math.ceil(file.size / 1024 / 1024);
    throw new Error(`The file has ${megabytes} MiB; at most 64 MiB are taken at once.`);
  }
  const [, traceId] = TRACE_ID.exec(await file.text()) ?? [];
  if (traceId === undefined) {
    throw new Error(
      "The file is not that of a run: expected spans as OTLP/JSON, as Share › Download of a run gives them.",
    );
  }
  return { file, path: toTracePath({ traceId: traceId.toLowerCase() }) };
}

/**
 * Sends the file of a run to the server, which stores it as it stores what any program sends.
 *
 * @param token - what the server was started with, if anything
 * @throws TokenError when the server takes it with its token alone
 * @throws Error that says why the server did not take it
 */
export async function sendRunFile(basePath: string, { file }: RunFile, token?: string): Promise<void> {
  await sendTelemetry(basePath, file, token);
}
