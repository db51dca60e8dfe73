/**
 * What a step costs next to a bare span of OpenTelemetry with the same name and attributes, active around the same nothing: in a loop, so
 * that all code is compiled, and as the round that a tenth of all are faster than, so that a busy machine does as well. What the
 * elizaOS plugin adds to that, in code that a run comes by a dozen times, is `agent-cost.bench.mjs`.
 *
 * Run: npm run build && node bench/step-cost.bench.mjs
 */
import { ROOT_CONTEXT, trace } from "@opentelemetry/api";
import {
  BatchSpanProcessor,
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-node";
import { createRunTracer } from "@runline/instrumentation";
import { startTelemetry } from "@runline/instrumentation/node";
import { AsyncLocalStorage } from "node:async_hooks";
import { setImmediate as turn } from "node:timers/promises";

const ROUNDS = 500;
const WARM_UP_ROUNDS = 100;
const STEPS_A_ROUND = 20;

const nothing = () => undefined;
const ids = { roomId: crypto.randomUUID(), entityId: crypto.randomUUID(), messageId: crypto.randomUUID() };
const input = { ...ids, entityName: "Ada", source: "bench", agentId: crypto.randomUUID(), agentName: "Ada" };

/** Each with how many of them an elizaOS run with three actions has. */
const STEPS = {
  "context provider": { times: 66, record: (tracer) => tracer.withContextProvider({ name: "TIME" }, nothing) },
  "composed state": { times: 7, record: (tracer) => tracer.withComposedState({}, nothing) },
  "model call": { times: 5, record: callModel },
  action: { times: 3, record: act },
  run: { times: 1, record: (tracer) => tracer.startRun({ ...input, runId: crypto.randomUUID() }).end() },
};

function callModel(tracer) {
  const call = tracer.startModelCall({ model: "gpt-4o-mini", modelType: "TEXT_LARGE", provider: "openai" });
  call.within(nothing);
  call.end({ inputTokens: 5_000, outputTokens: 500 });
}

function act(tracer) {
  const action = tracer.startAction({ name: "LOOK_UP", actionId: crypto.randomUUID(), planStep: "1/3" });
  action.within(nothing);
  action.end({ success: true });
}

/** Takes everything at once: delivery is in nobody's path. */
const exporter = {
  export: (_spans, done) => done({ code: 0 }),
  shutdown: () => Promise.resolve(),
};
/** Room for all: what its processor drops costs less. */
const batches = { scheduledDelayMillis: 200, maxQueueSize: 100_000, maxExportBatchSize: 8_192 };
const bareProvider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter, batches)] });
const bare = bareProvider.getTracer("bare");
const active = new AsyncLocalStorage();
const { runTracer, contextStorage } = startTelemetry({ endpoint: "http://127.0.0.1:9", flushOnExit: false });

const steps = Object.entries(STEPS).map(([name, step]) => {
  return { name, ...step, span: recordOne(step.record), oursUs: [], bareUs: [] };
});
// In turns, so that a busy neighbour slows all of them.
for (let round = 0; round < ROUNDS; round += 1) {
  for (const { record, span, oursUs, bareUs } of steps) {
    runTracer.withRun(input, () => oursUs.push(time(() => record(runTracer))));
    active.run(ROOT_CONTEXT, () => bareUs.push(time(() => recordBare(span))));
  }
  if (round % 4 === 0) await turn(); // for the timers of both
}

let sums = { ours: 0, bare: 0 };
for (const { name, times, oursUs, bareUs } of steps) {
  const [ours, plain] = [findTenth(oursUs), findTenth(bareUs)];
  sums = { ours: sums.ours + times * ours, bare: sums.bare + times * plain };
  write(`${name.padEnd(17)}${ours.toFixed(2)} µs, bare ${plain.toFixed(2)} µs, ${(ours / plain).toFixed(2)} ×`);
}
write(`Node ${process.version}, as many of each as in a run: ${(sums.ours / sums.bare).toFixed(2)} ×`);
process.exit(0); // the spans that nobody took would be tried again

/** The same span by hand. */
function recordBare({ name, kind, attributes }) {
  const parent = active.getStore() ?? ROOT_CONTEXT;
  const span = bare.startSpan(name, { kind, attributes: { ...attributes } }, parent);
  active.run(trace.setSpan(parent, span), nothing);
  span.end();
}

/** The span that is made of a step in a run. */
function recordOne(record) {
  const memory = new InMemorySpanExporter();
  const tracer = createRunTracer({
    contextStorage,
    tracerProvider: new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(memory)] }),
  });
  const run = tracer.startRun(input);
  run.within(() => record(tracer));
  const [span] = memory.getFinishedSpans();
  if (span === undefined) throw new Error("The step made no span.");
  return span;
}

/** µs that one of many takes. */
function time(step) {
  const began = performance.now();
  for (let count = 0; count < STEPS_A_ROUND; count += 1) step();
  return ((performance.now() - began) * 1_000) / STEPS_A_ROUND;
}

function findTenth(us) {
  const sorted = us.slice(WARM_UP_ROUNDS).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 10)] ?? Number.NaN;
}

function write(line) {
  process.stdout.write(`${line}\n`);
}
