/**
 * What the plugin costs an elizaOS agent, next to the same agent without it and next to the same spans made bare, by
 * OpenTelemetry alone, all in one process and in turns: on a shared machine only the ratios mean something, and only CPU time is
 * taken. Spans really go to a server on this machine, in a process of its own. AsyncLocalStorage is on throughout, as in any process with
 * OpenTelemetry; what turning it on costs is shown first. Needs `npm run build` and the packages of the example.
 *
 * Run: node --expose-gc --max-semi-space-size=256 bench/agent-cost.bench.mjs
 */
import { ROOT_CONTEXT, trace } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import {
  BatchSpanProcessor,
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-node";
import { createRunlinePlugin } from "@runline/instrumentation/elizaos";
import { AsyncLocalStorage } from "node:async_hooks";
import { setImmediate as turn, setTimeout as sleep } from "node:timers/promises";
import { createBenchAgent } from "./support/create-bench-agent.mjs";
import { startSpanSink } from "./support/start-span-sink.mjs";

const WARM_UP_RUNS = 150;
const ROUNDS = 120;
/** Over before the first delivery, which is not in the agent's path: it comes after 200 ms. */
const RUNS_PER_ROUND = 2;
const DELIVERY_MS = 300;

const write = (line) => void process.stdout.write(`${line}\n`);
const sink = await startSpanSink();

const without = await createBenchAgent("Without", []);
await runMany(without, WARM_UP_RUNS);
const beforeStorage = median(await repeat(ROUNDS, () => timeRuns(without)));

const template = await recordRun();
const bare = await createBenchAgent("Bare", [createBarePlugin(template)]);
bare.runtime.makeBare();
const ours = { endpoint: sink.url, tracerProvider: "own", flushOnExit: false };
const withRunline = await createBenchAgent("With", [createRunlinePlugin(ours)]);
const frugal = await createBenchAgent("Frugal", [createRunlinePlugin({ ...ours, contextProviderSpans: false })]);
const agents = { without, bare, withRunline, frugal };
for (const agent of Object.values(agents)) await runMany(agent, WARM_UP_RUNS);

// In turns, so that a busy neighbour slows all of them.
const times = Object.fromEntries(Object.keys(agents).map((name) => [name, []]));
const deliveries = structuredClone(times);
for (let round = 0; round < ROUNDS; round += 1) {
  // Another one goes first each time: what went before warms or wears the machine.
  const order = Object.entries(agents);
  for (const [name, agent] of [...order.slice(round % order.length), ...order.slice(0, round % order.length)]) {
    times[name].push(await timeRuns(agent));
    deliveries[name].push((await takeCpuMs(() => sleep(DELIVERY_MS))) / RUNS_PER_ROUND);
  }
}
const bytes = {};
for (const [name, agent] of Object.entries(agents)) bytes[name] = await measureAllocations(agent);

report();
await sink.stop();
process.exit(0); // elizaOS leaves timers behind

function report() {
  const base = median(times.without);
  const added = (name) => median(times[name].map((time, round) => time - times.without[round]));
  write(`Node ${process.version}, ${ROUNDS} rounds of ${RUNS_PER_ROUND} runs, medians; ${template.length} spans a run`);
  write(
    `agent alone                          ${base.toFixed(2)} ms a run (${beforeStorage.toFixed(2)} without AsyncLocalStorage)`,
  );
  for (const [name, label, count] of [
    ["bare", "bare OpenTelemetry spans", template.length],
    ["withRunline", "Runline", template.length],
    ["frugal", "Runline, contextProviderSpans: false", template.filter(isNoComposedState).length],
  ]) {
    const perSpanUs = ((added(name) * 1_000) / count).toFixed(1);
    const delivery = (median(deliveries[name]) - median(deliveries.without)).toFixed(2);
    const kib = ((bytes[name] - bytes.without) / 1_024).toFixed(0);
    write(
      `${label.padEnd(37)}+${added(name).toFixed(3)} ms a run: ${count} spans of ${perSpanUs} µs, +${kib} KiB allocated, ${delivery} ms CPU of delivery`,
    );
  }
  write(`Runline ÷ bare                       ${(added("withRunline") / added("bare")).toFixed(2)} ×`);
}

function isNoComposedState({ name }) {
  return !/^(compose_state$|provide )/.test(name);
}

/** The spans of one run as the plugin makes them. */
async function recordRun() {
  const exporter = new InMemorySpanExporter();
  const tracerProvider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const agent = await createBenchAgent("Recorded", [createRunlinePlugin({ tracerProvider, flushOnExit: false })]);
  exporter.reset(); // what belongs to the start of the agent
  await agent.run();
  return exporter.getFinishedSpans().toSorted((a, b) => toNumber(a.startTime) - toNumber(b.startTime));
}

/**
 * What one would write by hand: the same spans at the same places, with the same attributes, by the OpenTelemetry API and
 * AsyncLocalStorage, as its context manager has it. It is right only as long as nothing goes wrong.
 */
function createBarePlugin(spans) {
  const provider = new NodeTracerProvider({
    spanProcessors: [
      new BatchSpanProcessor(new OTLPTraceExporter({ url: `${sink.url}/v1/traces` }), {
        scheduledDelayMillis: 200,
        maxQueueSize: 8_192,
        maxExportBatchSize: 8_192,
      }),
    ],
  });
  const tracer = provider.getTracer("bare");
  const active = new AsyncLocalStorage();
  const templates = new Map(spans.map((span) => [span.name, span]));
  const inSpan = (name, call) => {
    const { kind, attributes } = templates.get(name) ?? {};
    const parent = active.getStore() ?? ROOT_CONTEXT;
    const span = tracer.startSpan(name, { kind, attributes: { ...attributes } }, parent);
    return active.run(trace.setSpan(parent, span), async () => {
      try {
        return await call();
      } finally {
        span.end();
      }
    });
  };
  const wrap = (target, method, name) => {
    const original = target[method];
    target[method] = (...args) => inSpan(name, () => original.apply(target, args));
  };
  return {
    name: "bare",
    description: "Bare spans",
    async init(_config, runtime) {
      runtime.makeBare = () => {
        wrap(runtime.messageService, "handleMessage", "invoke_agent Recorded");
        wrap(runtime, "processActions", "plan");
        wrap(runtime, "composeState", "compose_state");
        for (const [list, method, verb] of [
          ["actions", "handler", "execute_tool"],
          ["evaluators", "handler", "evaluate"],
          ["providers", "get", "provide"],
        ]) {
          for (const item of runtime[list]) if (item[method]) wrap(item, method, `${verb} ${item.name}`);
        }
        for (const [type, models] of runtime.models) for (const model of models) wrap(model, "handler", `chat ${type}`);
      };
    },
  };
}

async function timeRuns(agent) {
  return (await takeCpuMs(() => runMany(agent, RUNS_PER_ROUND))) / RUNS_PER_ROUND;
}

async function takeCpuMs(work) {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** Bytes that a run allocates: growth of the heap while nothing is collected. */
async function measureAllocations(agent) {
  const growths = await repeat(7, async () => {
    globalThis.gc();
    const before = process.memoryUsage().heapUsed;
    await runMany(agent, 5);
    return (process.memoryUsage().heapUsed - before) / 5;
  });
  return median(growths);
}

async function runMany(agent, count) {
  for (let i = 0; i < count; i += 1) {
    await agent.run();
    await turn(); // this agent waits for nothing: without a turn of the event loop no timer and no answer would get through
  }
}

async function repeat(count, measure) {
  const results = [];
  for (let i = 0; i < count; i += 1) results.push(await measure());
  return results;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function toNumber([seconds, nanoseconds]) {
  return seconds * 1e9 + nanoseconds;
}
