import { createServer, type IncomingMessage } from "node:http";
import { gunzipSync } from "node:zlib";
import { ATTR_SPAN_PENDING } from "@runline/contract";
import { decodeTraceRequest } from "../../collector-adapter/src/otlp/decode-request.ts";
import type { SpanStore, SpanCopy } from "./span-store.ts";
import { getPort } from "../../test-support/get-port.ts";

/**
 * An OTLP/HTTP receiver in Tempo's place that keeps every copy of every span as it came over the wire. A database can
 * hide a second copy or a snapshot behind the span it keeps; this shows what the Collector really sent.
 */
export interface SpanSink extends SpanStore {
  otlpUrl: string;
  /** Copies received so far, and how many of them were snapshots. */
  counts(): { copies: number; snapshots: number };
  close(): Promise<void>;
}

/** Starts the sink on a free port of loopback. It answers 200 to all that can be read and 400 to the rest. */
export async function startSpanSink(): Promise<SpanSink> {
  const byTrace = new Map<string, SpanCopy[]>();
  let copies = 0;
  let snapshots = 0;

  function keep(body: Uint8Array): void {
    const { spans, rejected, rejectedReasons } = decodeTraceRequest(body, "protobuf");
    if (rejected > 0) throw new Error(rejectedReasons.join(" "));
    for (const { traceId, spanId, endedAt, attributes } of spans) {
      const inProgress = endedAt === undefined || attributes[ATTR_SPAN_PENDING] === true;
      copies += 1;
      if (inProgress) snapshots += 1;
      const known = byTrace.get(traceId) ?? [];
      known.push({ traceId, spanId, inProgress });
      byTrace.set(traceId, known);
    }
  }

  const server = createServer((request, response) => {
    readBody(request)
      .then(keep)
      .then(
        // An empty ExportTraceServiceResponse has no bytes.
        () => response.writeHead(200, { "content-type": "application/x-protobuf" }).end(),
        (error: unknown) => response.writeHead(400).end(String(error)),
      );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    name: "the sink in Tempo's place",
    otlpUrl: `http://127.0.0.1:${getPort(server)}`,
    spansOf: (traceId) => Promise.resolve(byTrace.get(traceId) ?? []),
    counts: () => ({ copies, snapshots }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks);
  return request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
}
