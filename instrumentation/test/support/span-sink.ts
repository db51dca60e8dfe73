import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import * as z from "zod/mini";

const AnyValue = z.looseObject({});
const Attribute = z.object({ key: z.string(), value: AnyValue });
const WireSpan = z.looseObject({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.optional(z.string()),
  name: z.string(),
  kind: z.number(),
  startTimeUnixNano: z.string(),
  endTimeUnixNano: z.string(),
  attributes: z.array(Attribute),
  status: z.looseObject({ code: z.number(), message: z.optional(z.string()) }),
});
const Body = z.object({
  resourceSpans: z.array(
    z.looseObject({
      resource: z.looseObject({ attributes: z.array(Attribute) }),
      scopeSpans: z.array(z.looseObject({ spans: z.array(WireSpan) })),
    }),
  ),
});

/** A span as it came over the wire. */
export interface ReceivedSpan {
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
  const requests: SpanSink["requests"] = [];
  let status = 200;
  const server = createServer((request, response) => void receive(request, response));

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = Buffer.concat(chunks);
    requests.push({ path: request.url ?? "", headers: request.headers });
    if (status === 200) {
      const json = request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
      spans.push(...toReceivedSpans(JSON.parse(json.toString())));
    }
    response.writeHead(status, { "content-type": "application/json" }).end("{}");
  }

  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The sink has no port.");

  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    spans,
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

function toReceivedSpans(body: unknown): ReceivedSpan[] {
  return Body.parse(body).resourceSpans.flatMap(({ resource, scopeSpans }) =>
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

function toRecord(attributes: z.infer<typeof Attribute>[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
