import { once } from "node:events";
import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { decodeTraceRequest } from "../../../collector-adapter/src/otlp/decode-request.ts";
import type { OtlpSpan } from "../../../collector-adapter/src/otlp/otlp-span.ts";
import { getPort } from "../../../test-support/get-port.ts";

/** A span as it came over the wire, and who sent it. */
interface ReceivedSpan extends OtlpSpan {
  /** What the exporter calls itself, `undefined` when nothing. */
  exporter: string | undefined;
}

/** An OTLP/HTTP receiver of our own, in front of another one. */
export interface OtlpSink {
  readonly url: string;
  /** Every copy of every span, in the order of their arrival. */
  readonly spans: readonly ReceivedSpan[];
  close(): Promise<void>;
}

/** Who sent a span of what name, by span id. Delivery is at least once: one exporter may send a span again. */
export function toExporters(spans: readonly ReceivedSpan[]): Map<string, Set<string>> {
  const exporters = new Map<string, Set<string>>();
  for (const { spanId, name, exporter } of spans) {
    exporters.set(spanId, (exporters.get(spanId) ?? new Set()).add(`${exporter ?? "plugin"}: ${name}`));
  }
  return exporters;
}

/** Starts a receiver that notes what the exporters of a process send and passes it on to `forwardTo` as it is. */
export async function startOtlpSink(forwardTo: string): Promise<OtlpSink> {
  const spans: ReceivedSpan[] = [];

  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    const { "content-type": type = "", "content-encoding": encoding, "x-exporter": exporter } = request.headers;
    async function receive(): Promise<void> {
      const body = await buffer(request);
      const plain = encoding === "gzip" ? gunzipSync(body) : body;
      const decoded = decodeTraceRequest(plain, type.includes("json") ? "json" : "protobuf");
      spans.push(...decoded.spans.map((span) => ({ ...span, exporter: exporter?.toString() })));
      const headers = { "content-type": type, ...(encoding !== undefined && { "content-encoding": encoding }) };
      const answer = await fetch(`${forwardTo}${request.url ?? ""}`, { method: "POST", headers, body });
      response.writeHead(answer.status, { "content-type": type }).end(await answer.text());
    }
    receive().catch((error: unknown) => response.writeHead(500).end(String(error)));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    url: `http://127.0.0.1:${getPort(server)}`,
    spans,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
