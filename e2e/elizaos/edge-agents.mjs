// Real agents in the situations that the ground truth does not have. Spans go to OTEL_EXPORTER_OTLP_ENDPOINT; what the
// test has to know beside them is the last line of stdout, as JSON. All agents share one database, as in elizaOS's server.
import { resolvePlugins } from "../../examples/elizaos-agent/node_modules/@elizaos/core/dist/node/index.node.js";
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-node";
import { createRunlinePlugin } from "@runline/instrumentation/elizaos";
import { setTimeout as sleep } from "node:timers/promises";
import { createAgent } from "../../examples/elizaos-agent/create-agent.mjs";
import { createLocalModel } from "../../examples/elizaos-agent/local-model.mjs";
import { emptyEmbeddingQueue } from "../support/empty-embedding-queue.mjs";
import { createAction } from "../support/create-action.mjs";
import { agentDatabase } from "../support/agent-database.mjs";
import { sealModels } from "../support/seal-models.mjs";

const lines = ["FROZEN", "HANG", "HELD_UP", "REPLY", "STREAM"].map((plan) => ({
  says: `Do ${plan}.`,
  plan,
  answer: "Done.",
}));
let reportHanging;
const hanging = new Promise((resolve) => {
  reportHanging = resolve;
});
const edges = {
  name: "edges",
  description: "Actions and an evaluator that behave oddly",
  actions: [
    Object.freeze(createAction("FROZEN", async () => ({ success: false, text: "Sorry", error: "sold out" }))),
    createAction("STREAM", async (runtime) => {
      for (const prompt of ["getter", "text only", "never"]) {
        await runtime.useModel("TEXT_REASONING_SMALL", { prompt, model: prompt, stream: true });
      }
      const prompt = "read late";
      const { textStream } = await runtime.useModel("TEXT_REASONING_SMALL", { prompt, model: prompt, stream: true });
      await sleep(100);
      for await (const chunk of textStream) if (chunk === "late") break;
    }),
    createAction("HELD_UP", async () => undefined),
    createAction("HANG", () => {
      reportHanging();
      return new Promise(() => {});
    }),
  ],
  evaluators: [
    {
      name: "UNSURE",
      description: "Reports failure",
      examples: [],
      alwaysRun: true,
      validate: async (_runtime, message) => message.content.text === "Do REPLY.",
      handler: async () => ({ success: false, error: "no opinion" }),
    },
  ],
};

/** A streamed answer that does not end by being iterated. */
function unread(name) {
  if (name === "read late") return { textStream: ReadableStream.from(["late"]), text: Promise.resolve("late") };
  const textStream = new ReadableStream({ start: (controller) => controller.close() });
  const text = sleep(5, name);
  if (name === "getter") return Object.defineProperty({ text }, "textStream", { get: () => textStream });
  return name === "never" ? { textStream } : { textStream, text };
}
const streams = {
  name: "streams",
  description: "Answers of models that stream",
  models: { TEXT_REASONING_SMALL: async (_runtime, { prompt }) => unread(prompt) },
};

const pause = async () => {};
const open = (name, ...plugins) => openWith(name, [createLocalModel(lines, pause), edges, streams, ...plugins]);
const openWith = (name, plugins) =>
  createAgent({
    name,
    ...agentDatabase,
    settings: { LOCAL_MODEL_EMBEDDING_MODEL: "phrasebook-embed" },
    plugins,
  });
const say = async (agent, text) =>
  agent.say(await agent.openRoom(`Room of ${agent.runtime.character.name}`, "Ada"), text);

// By name, as in the `plugins` of a character.
const byName = await resolvePlugins(["@runline/instrumentation/elizaos"]);
const named = await open("By name", ...byName);
await say(named, "Do FROZEN.");
await say(named, "Do REPLY.");
await say(named, "Do STREAM.");
let letGoAt = 0;
named.runtime.registerEvent("ACTION_STARTED", async () => {
  await sleep(200);
  letGoAt ||= Date.now();
});
await say(named, "Do HELD_UP.");
void say(named, "Do HANG.");
await hanging;
await named.runtime.stop();

// Models that cannot be observed.
const warnings = [];
process.on("warning", ({ message }) => warnings.push(message));
const sealed = await openWith("Sealed", [sealModels, createLocalModel(lines, pause), createRunlinePlugin()]);
await say(sealed, "Do REPLY.");
await say(sealed, "Do REPLY.");
await sealed.runtime.stop();

// One plugin, twice in the list, for two agents; one is stopped before the other speaks.
const shared = createRunlinePlugin();
const [first, second] = [await open("First", shared, shared), await open("Second", shared)];
await first.runtime.stop();
await say(second, "Do REPLY.");

const listening = process.listenerCount("SIGTERM");
await second.runtime.stop();
const quiet = process.listenerCount("SIGTERM");
// A runtime that is started again.
await shared.init({}, second.runtime);
const restarted = process.listenerCount("SIGTERM");
await second.runtime.stop();

// The host's own provider.
const exporter = new InMemorySpanExporter();
const tracerProvider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
const hosted = await open("Hosted", createRunlinePlugin({ tracerProvider }));
await say(hosted, "Do REPLY.");
await emptyEmbeddingQueue(hosted.runtime);
await hosted.runtime.stop();

const hostedSpans = exporter.getFinishedSpans().map(({ name }) => name);

exporter.reset();
const frugal = await open("Frugal", createRunlinePlugin({ tracerProvider, contextProviderSpans: false }));
await say(frugal, "Do REPLY.");
await emptyEmbeddingQueue(frugal.runtime);
await frugal.runtime.stop();

const frugalSpans = exporter.getFinishedSpans().map(({ name }) => name);
process.stdout.write(
  `@ ${JSON.stringify({ listening, quiet, restarted, letGoAt, hostedSpans, frugalSpans, warnings })}\n`,
  () => process.exit(0),
);
