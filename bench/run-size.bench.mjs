/**
 * How many bytes one run costs on the wire: a real elizaOS agent with a local model, its spans sent by the real exporter
 * (OTLP/HTTP, JSON) in one request per run, with content off and on, plain and gzipped. Snapshots of open spans are not
 * counted. Needs the packages of the example. Run:
 * LOG_LEVEL=fatal node --import tsx --conditions=source bench/run-size.bench.mjs
 */
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-node";
import { createRunlinePlugin } from "@runline/instrumentation/elizaos";
import { once } from "node:events";
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { createAgent } from "../examples/elizaos-agent/create-agent.mjs";
import { createLocalModel } from "../examples/elizaos-agent/local-model.mjs";
import { createModelAction } from "./support/create-model-action.mjs";

const LINES = [
  { title: "simple reply", says: "Good morning", plan: "REPLY", answer: "Good morning! How can I help you today?" },
  { title: "three actions", says: "Two things, please", plan: "FIRST,SECOND,REPLY", answer: "Both are done for you." },
];
/** The embeddings of a run come after it, from a queue. */
const QUEUE_MS = 1_000;

const write = (line) => void process.stdout.write(`${line}\n`);
const receiver = createServer(receive).listen(0, "127.0.0.1");
await once(receiver, "listening");
const url = `http://127.0.0.1:${receiver.address().port}/v1/traces`;
let receivedBytes = 0;

write("run             content   spans      JSON      gzip");
for (const captureContent of [false, true]) await measure(captureContent);
process.exit(0); // elizaOS leaves timers behind

async function measure(captureContent) {
  const exporter = new InMemorySpanExporter();
  const tracerProvider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const name = `Content ${captureContent ? "on" : "off"}`;
  const agent = await createAgent({
    name,
    dataDir: "memory://",
    plugins: [
      createLocalModel(LINES, async () => {}),
      { name: "work", description: "Two actions", actions: [createModelAction("FIRST"), createModelAction("SECOND")] },
      createRunlinePlugin({ captureContent, tracerProvider }),
    ],
  });
  const room = await agent.openRoom(name, `Guest of ${name}`);
  for (const { title, says } of LINES) {
    await sleep(QUEUE_MS);
    exporter.reset();
    await agent.say(room, says);
    await sleep(QUEUE_MS);
    const spans = exporter.getFinishedSpans();
    const [json, gzip] = [await send(spans, "none"), await send(spans, "gzip")];
    write(
      [
        title.padEnd(16),
        captureContent ? "on " : "off",
        String(spans.length).padStart(12),
        toKb(json),
        toKb(gzip),
      ].join(""),
    );
  }
}

async function send(spans, compression) {
  const exporter = new OTLPTraceExporter({ url, compression });
  receivedBytes = 0;
  await new Promise((resolve, reject) => {
    exporter.export(spans, ({ error }) => (error === undefined ? resolve() : reject(error)));
  });
  await exporter.shutdown();
  return receivedBytes;
}

function receive(request, response) {
  request.on("data", (chunk) => (receivedBytes += chunk.length));
  request.on("end", () => response.setHeader("content-type", "application/json").end("{}"));
}

function toKb(bytes) {
  return `${(bytes / 1_000).toFixed(1)} KB`.padStart(10);
}
