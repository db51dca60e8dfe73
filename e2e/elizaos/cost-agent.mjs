// A real agent with a price table, whose models tell their usage in every way there is. Spans go to
// OTEL_EXPORTER_OTLP_ENDPOINT; the agent ends by itself.
import { createRunlinePlugin } from "@runline/instrumentation/elizaos";
import { createAgent } from "../../examples/elizaos-agent/create-agent.mjs";
import { createLocalModel } from "../../examples/elizaos-agent/local-model.mjs";
import { createAction } from "../support/create-action.mjs";
import { emptyEmbeddingQueue } from "../support/empty-embedding-queue.mjs";
import { agentDatabase } from "../support/agent-database.mjs";

const PRICE = { inputPerMillion: 10, outputPerMillion: 100 };
const lines = [{ says: "Ask them all", plan: "ASK", answer: "Done." }];

/** What the handler of each model returns. */
const answers = {
  "usage of the AI SDK 5": () => ({
    text: "yes",
    usage: { inputTokens: 1_000, outputTokens: 10, cachedInputTokens: 800 },
  }),
  "usage of the AI SDK 4": () => ({ text: "yes", usage: { promptTokens: 1_000, completionTokens: 10 } }),
  "usage in a stream": () => ({
    textStream: (async function* pieces() {
      yield "yes";
    })(),
    usage: Promise.resolve({ inputTokens: 1_000, outputTokens: 10 }),
  }),
  "usage that says 0": () => ({ text: "yes", usage: { promptTokens: 0, completionTokens: 0 } }),
  "no usage": () => "yes",
  "no price": () => ({ text: "yes", usage: { inputTokens: 1_000, outputTokens: 10 } }),
};

const models = {
  name: "models",
  description: "Models that tell what they used, or do not",
  models: { TEXT_REASONING_SMALL: async (_runtime, { model }) => answers[model]() },
  actions: [
    createAction("ASK", async (runtime) => {
      for (const model of Object.keys(answers)) {
        const stream = model === "usage in a stream";
        const onStreamChunk = stream ? async () => {} : undefined;
        await runtime.useModel("TEXT_REASONING_SMALL", { prompt: "Yes?", model, stream, onStreamChunk });
      }
      return { success: true };
    }),
  ],
};

const priced = Object.keys(answers).filter((model) => model !== "no price");
const agent = await createAgent({
  name: "Costs",
  ...agentDatabase,
  settings: { LOCAL_MODEL_EMBEDDING_MODEL: "phrasebook-embed" },
  plugins: [
    createLocalModel(lines, async () => {}),
    models,
    createRunlinePlugin({
      prices: {
        ...Object.fromEntries(priced.map((model) => [model, PRICE])),
        "usage of the AI SDK 5": { ...PRICE, cachedInputPerMillion: 1 },
        TEXT_LARGE: PRICE,
        "phrasebook-embed": { inputPerMillion: 10, outputPerMillion: 0 },
      },
    }),
  ],
});
await agent.say(await agent.openRoom("Till", "Ada"), "Ask them all");
await emptyEmbeddingQueue(agent.runtime);
await agent.stop();
process.stdout.write("@ null\n", () => process.exit(0));
