/** Names of the models, under the keys that provider plugins look them up by. */
export const localModelSettings = {
  LOCAL_MODEL_SMALL_MODEL: "phrasebook-mini",
  LOCAL_MODEL_LARGE_MODEL: "phrasebook",
  LOCAL_MODEL_ACTION_PLANNER_MODEL: "phrasebook-planner",
  LOCAL_MODEL_EMBEDDING_MODEL: "phrasebook-embed",
};

/**
 * A model provider without a model: it answers the prompts of elizaOS 2.0 from a list of lines, with the faults that a line may
 * ask for. RESPONSE_HANDLER has no model of its own, so that another one stands in.
 *
 * @param {import("../elizaos/start-agent.ts").Line[]} lines what it can answer
 * @param {Record<"model" | "embedding", import("../elizaos/create-gate.mjs").Gate>} gates
 * @returns {import("@elizaos/core").Plugin}
 */
export function createLocalModel(lines, gates) {
  const failures = new Map(); // of embeddings, by their text
  // What was said last; before it comes the history of the room.
  const findLine = (prompt) => {
    const last = Math.max(...lines.map(({ says }) => prompt.lastIndexOf(says)));
    return last < 0 ? undefined : lines.find(({ says }) => prompt.startsWith(says, last));
  };

  const text = (type) => async (runtime, params) => {
    const line = findLine(params.prompt);
    if (line?.modelWaits) await gates.model.pass();
    if (line?.modelError && type === "ACTION_PLANNER") throw new Error(line.modelError);
    const answer = toAnswer(params.prompt, line);
    reportUsage(runtime, type, params.prompt, answer);
    return params.stream ? toStream(answer) : answer;
  };

  return {
    name: "local-model",
    description: "Answers from a list, without a network",
    models: {
      TEXT_SMALL: text("TEXT_SMALL"),
      TEXT_LARGE: text("TEXT_LARGE"),
      ACTION_PLANNER: text("ACTION_PLANNER"),
      async TEXT_EMBEDDING(runtime, params) {
        const input = params?.text ?? "";
        const line = lines.find(({ says }) => says === input);
        if (line?.embeddingWaits) await gates.embedding.pass();
        const failed = failures.get(input) ?? 0;
        failures.set(input, failed + 1);
        if (failed < (line?.embeddingFailures ?? 0)) throw new Error("the embedding model is overloaded");
        reportUsage(runtime, "TEXT_EMBEDDING", input, "");
        return Array.from({ length: 384 }, (_, i) => ((i * 37 + input.length) % 101) / 101);
      },
    },
  };
}

/** elizaOS 2.0 asks in four forms: for XML, for TOON, and for one of two kinds of JSON. */
function toAnswer(prompt, line) {
  const { plan = "REPLY", providers = "", answer = "I am not sure I understand." } = line ?? {};
  if (prompt.includes("<response>")) {
    const actions = plan.split(",").map((name) => `<action><name>${name}</name></action>`);
    return `<response>
  <thought>The guest needs ${plan}</thought>
  <actions>${actions.join("")}</actions>
  <providers>${providers}</providers>
  <text>${answer}</text>
  <simple>${plan === "REPLY"}</simple>
</response>`;
  }
  if (prompt.includes("useKnowledgeProviders")) return '{"useKnowledgeProviders":false}';
  if (prompt.includes('"providers":')) return '{"providers":[]}';
  return `thought: All is said.\ntext: ${answer}\ntask_completed: true\ntask_completion_reason: "All is done."`;
}

/** What provider plugins return for a streamed answer: the pieces, and promises of what is known at the end. */
function toStream(answer) {
  async function* pieces() {
    for (let at = 0; at < answer.length; at += 24) {
      await new Promise((resolve) => setTimeout(resolve, 1)); // so that the first one is not there at once
      yield answer.slice(at, at + 24);
    }
  }
  return {
    textStream: pieces(),
    text: Promise.resolve(answer),
    usage: Promise.resolve({ inputTokens: 21, outputTokens: 12 }),
    finishReason: Promise.resolve("stop"),
  };
}

/** As provider plugins do: without waiting. */
function reportUsage(runtime, type, prompt, answer) {
  const [input, output] = [prompt, answer].map((part) => Math.ceil(part.length / 4));
  void runtime.emitEvent("MODEL_USED", { type, tokens: { prompt: input, completion: output, total: input + output } });
}
