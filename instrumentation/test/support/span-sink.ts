import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { getPort } from "../../../test-support/get-port.ts";

interface WireAttribute {
  key: string;
  value: Record<string, unknown>;
}

/** What we read of an OTLP/JSON request. */
interface WireBody {
  resourceSpans: {
    resource: { attributes: WireAttribute[] };
    scopeSpans: {
      spans: {
        traceId: string;
        spanId: string;
        parentSpanId?: string;
        name: string;
        endTimeUnixNano: string;
        attributes: WireAttribute[];
        status: { code: number; message?: string };
      }[];
    }[];
  }[];
}

/** A span as it came over the wire. */
interface ReceivedSpan {
  traceId: string;
  spanId: string;
  parentSpanId: string | undefined;
  name: string;
  isPending: boolean;
  hasEnd: boolean;
  attributes: Record<string, unknown>;
  status: { code: number; message?: string | undefined };
  resource: Record<string, unknown>;
}

/** A real OTLP/HTTP receiver on a port of its own. */
export interface SpanSink {
  readonly url: string;
  readonly port: number;
  readonly spans: ReceivedSpan[];
  /** What was sent, as text, uncompressed. */
  readonly bodies: string[];
  readonly requests: { path: string; headers: IncomingMessage["headers"] }[];
  /** Status of the answers from now on. Default: 200. */
  answerWith(status: number): void;
  /** Resolves with the first span that fits, once it has arrived. */
  waitFor(fits: (span: ReceivedSpan) => boolean): Promise<ReceivedSpan>;
  close(): Promise<void>;
}

/** @param port default: a free one */
export async function openSpanSink(port = 0): Promise<SpanSink> {
  const spans: ReceivedSpan[] = [];
  const bodies: string[] = [];
  const requests: SpanSink["requests"] = [];
  let status = 200;
  const server = createServer((request, response) => void receive(request, response));

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = Buffer.concat(chunks);
    requests.push({ path: request.url ?? "", headers: request.headers });
    if (status === 200) {
      const json = (request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body).toString();
      bodies.push(json);
      spans.push(...toReceivedSpans(JSON.parse(json)));
    }
    response.writeHead(status, { "content-type": "application/json" }).end("{}");
  }

  server.listen(port, "127.0.0.1");
  await once(server, "listening");

  return {
    url: `http://127.0.0.1:${getPort(server)}`,
    port: getPort(server),
    spans,
    bodies,
    requests,
    answerWith(next) {
      status = next;
    },
    async waitFor(fits) {
      for (;;) {
        const found = spans.find(fits);
        if (found !== undefined) return found;
        await sleep(10);
      }
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function toReceivedSpans(body: WireBody): ReceivedSpan[] {
  return body.resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map((span) => {
        const attributes = toRecord(span.attributes);
        return {
          traceId: span.traceId,
          spanId: span.spanId,
          parentSpanId: span.parentSpanId,
          name: span.name,
          isPending: attributes["runline.span.pending"] === true,
          hasEnd: span.endTimeUnixNano !== "0",
          attributes,
          status: span.status,
          resource: toRecord(resource.attributes),
        };
      }),
    ),
  );
}

function toRecord(attributes: WireAttribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
