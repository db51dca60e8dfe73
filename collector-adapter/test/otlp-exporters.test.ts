import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-node";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-node";
import { expect, test } from "vitest";
import { decodeTraceRequest } from "../src/otlp/decode-request.ts";
import { recordExport } from "./support/record-export.ts";

/** A run with all that the official SDK can put into spans. */
async function createSpans(): Promise<ReadableSpan[]> {
  const memory = new InMemorySpanExporter();
  const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(memory)] });
  const tracer = provider.getTracer("weather", "1.2.3");
  const run = tracer.startSpan("invoke_agent weather", { attributes: { "gen_ai.operation.name": "invoke_agent" } });
  const call = tracer.startSpan(
    "chat gpt-4o-mini",
    {
      kind: SpanKind.CLIENT,
      links: [{ context: run.spanContext(), attributes: { reason: "queue" } }],
      attributes: {
        text: "grüß dich 🌦 \0 NUL",
        long: "x".repeat(5000),
        integer: -42,
        double: 0.7,
        yes: true,
        texts: ["a", "b"],
        numbers: [1, 2.5],
        "gen_ai.usage.input_tokens": 812,
      },
    },
    trace.setSpan(ROOT_CONTEXT, run),
  );
  call.addEvent("first chunk", { index: 1 });
  call.recordException(new Error("rate limit"));
  call.setStatus({ code: SpanStatusCode.ERROR, message: "rate limit" });
  call.end();
  run.end();
  const spans = memory.getFinishedSpans();
  await provider.shutdown();
  return spans;
}

test("the official exporters' protobuf and JSON, with and without gzip, decode to the same spans", async () => {
  const spans = await createSpans();
  const json = await recordExport("json", spans);
  const protobuf = await recordExport("protobuf", spans);
  const zippedJson = await recordExport("json", spans, "gzip");
  const zippedProtobuf = await recordExport("protobuf", spans, "gzip");
  expect(json.contentType).toBe("application/json");
  expect(protobuf.contentType).toBe("application/x-protobuf");
  expect([zippedJson.contentEncoding, zippedProtobuf.contentEncoding]).toEqual(["gzip", "gzip"]);

  const decoded = decodeTraceRequest(json.body, "json");
  expect(decodeTraceRequest(protobuf.body, "protobuf")).toEqual(decoded);
  expect(decodeTraceRequest(zippedJson.body, "json")).toEqual(decoded);
  expect(decodeTraceRequest(zippedProtobuf.body, "protobuf")).toEqual(decoded);

  const [call, run] = spans;
  expect(decoded).toMatchObject({
    rejected: 0,
    truncated: 0,
    spans: [
      {
        traceId: call?.spanContext().traceId,
        spanId: call?.spanContext().spanId,
        parentSpanId: run?.spanContext().spanId,
        name: "chat gpt-4o-mini",
        kind: 3,
        attributes: { ...call?.attributes, text: "grüß dich 🌦 \uFFFD NUL" },
        links: [{ spanId: run?.spanContext().spanId, attributes: { reason: "queue" } }],
        statusCode: 2,
        statusMessage: "rate limit",
        scopeName: "weather",
        scopeVersion: "1.2.3",
        resource: { "telemetry.sdk.language": "nodejs" },
      },
      { name: "invoke_agent weather", parentSpanId: undefined, kind: 1, statusCode: 0 },
    ],
  });
  expect(decoded.spans[0]?.events.map(({ name }) => name)).toEqual(["first chunk", "exception"]);
  const [seconds, nanoseconds] = call?.startTime ?? [0, 0];
  expect(decoded.spans[0]?.startedAt).toBeCloseTo(seconds * 1000 + nanoseconds / 1e6, 3);
});
