/**
 * How fast a request is decoded, next to JSON.parse of the same spans in the same run: on a shared machine only the
 * ratio means something, and of several runs the better. Run: npx tsx --conditions=source bench/decode.bench.ts
 */
import { SpanKind } from "@opentelemetry/api";
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-node";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-node";
import { decodeTraceRequest } from "../collector-adapter/src/otlp/decode-request.ts";
import { classifySpan } from "../collector-adapter/src/spans/classify-span.ts";
import { toSpanRecord } from "../collector-adapter/src/spans/to-span-record.ts";
import { recordExport } from "../collector-adapter/test/support/record-export.ts";
import { compareRates } from "./support/compare-rates.ts";

const SPANS = 500;
const ROUNDS = 7;
const ROUND_MS = 400;

const write = (line: string): void => void process.stdout.write(`${line}\n`);

write(
  `Node ${process.version}, ${SPANS} spans of 12 attributes, CPU time, fastest of ${ROUNDS} rounds of ${ROUND_MS} ms`,
);
await compare("short texts", undefined);
await compare("a prompt of 4 KiB in each", "x".repeat(4096));

async function compare(title: string, prompt: string | undefined): Promise<void> {
  const spans = createSpans(prompt);
  const json = (await recordExport("json", spans)).body;
  const protobuf = (await recordExport("protobuf", spans)).body;
  const decoded = decodeTraceRequest(protobuf, "protobuf").spans;
  const cases: [string, () => unknown][] = [
    ["JSON.parse", () => JSON.parse(json.toString("utf8"))],
    ["decode json", () => decodeTraceRequest(json, "json")],
    ["decode protobuf", () => decodeTraceRequest(protobuf, "protobuf")],
    ["classify", () => decoded.map((span) => classifySpan(span))],
    ["to rows", () => decoded.map((span) => toSpanRecord(span))],
  ];
  const rates = compareRates(
    cases.map(([, run]) => run),
    { items: SPANS, rounds: ROUNDS, roundMs: ROUND_MS },
  );
  write(`\n${title}: json ${json.length} bytes, protobuf ${protobuf.length} bytes`);
  const [base = 0] = rates;
  for (const [index, [name]] of cases.entries()) {
    const rate = rates[index] ?? 0;
    write(
      `${name.padEnd(18)}${Math.round(rate).toString().padStart(9)} spans/s${(rate / base).toFixed(2).padStart(8)} ×`,
    );
  }
}

function createSpans(prompt: string | undefined): ReadableSpan[] {
  const memory = new InMemorySpanExporter();
  const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(memory)] });
  const tracer = provider.getTracer("bench", "1.0.0");
  for (let index = 0; index < SPANS; index += 1) {
    const attributes = {
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "gpt-4o-mini",
      "gen_ai.response.model": "gpt-4o-mini-2024-07-18",
      "gen_ai.response.id": `chatcmpl-${index}`,
      "gen_ai.usage.input_tokens": 1000 + index,
      "gen_ai.usage.output_tokens": 50 + index,
      "gen_ai.request.temperature": 0.7,
      "gen_ai.request.stream": true,
      "gen_ai.conversation.id": `conversation-${index % 10}`,
      "runline.run.id": `c0a8012e-7b1d-4a4e-9f0e-${String(index).padStart(12, "0")}`,
      "gen_ai.input.messages": prompt ?? `You are an expert: say what ticket ${index} is about.`,
    };
    tracer.startSpan("chat gpt-4o-mini", { kind: SpanKind.CLIENT, attributes }).end();
  }
  return memory.getFinishedSpans();
}
