import { gzipSync } from "node:zlib";
import { encodeJson, encodeProtobuf } from "./otlp-encoder.ts";
import { toTraceRequest, type TestSpan } from "./test-span.ts";

export interface SendOptions {
  encoding?: "json" | "protobuf";
  compression?: "gzip";
}

/** Sends the spans in one request. */
export function sendSpans(url: string, spans: readonly TestSpan[], options: SendOptions = {}): Promise<Response> {
  const { encoding = "json", compression } = options;
  const request = toTraceRequest(spans);
  const body = encoding === "json" ? encodeJson(request) : encodeProtobuf(request);
  return fetch(`${url}/v1/traces`, {
    method: "POST",
    headers: {
      "content-type": encoding === "json" ? "application/json" : "application/x-protobuf",
      ...(compression && { "content-encoding": compression }),
    },
    body: new Uint8Array(compression ? gzipSync(body) : body),
  });
}

/** Sends the spans and returns when they are stored, all of them. */
export async function ingest(url: string, spans: readonly TestSpan[], options: SendOptions = {}): Promise<void> {
  const response = await sendSpans(url, spans, options);
  const answer = await response.text();
  const isFullSuccess = response.status === 200 && (answer === "{}" || answer === "");
  if (!isFullSuccess) throw new Error(`The spans were not all taken: ${response.status} ${answer}`);
}
