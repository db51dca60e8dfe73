import { EventType, ModelType } from "@elizaos/core";

/** Names of the models, under the keys that provider plugins look them up by: `OPENAI_LARGE_MODEL` and so on. */
export const localModelSettings = {
  LOCAL_MODEL_SMALL_MODEL: "phrasebook-mini",
  LOCAL_MODEL_LARGE_MODEL: "phrasebook",
  LOCAL_MODEL_EMBEDDING_MODEL: "phrasebook-embed",
};

/** What the models would cost, in US dollars per million tokens. */
export const localModelPrices = {
  "phrasebook-mini": { inputPerMillion: 0.15, outputPerMillion: 0.6 },
  phrasebook: { inputPerMillion: 2.5, outputPerMillion: 10 },
  "phrasebook-embed": { inputPerMillion: 0.02, outputPerMillion: 0 },
};

/**
 * A model provider without a model: it answers every prompt from a list of lines, always the same way, so that the
 * example needs no key and no network.
 *
 * @param {import("./conversations.mjs").Line[]} lines what it can answer
 * @param {(ms: number) => Promise<void>} pause how it takes its thinking time
 * @returns {import("@elizaos/core").Plugin}
 */
export function createLocalModel(lines, pause) {
  const findLine = (prompt) => {
    const received = prompt.split("# Received Message").at(-1); // what comes before it is the history of the room
    return lines.find((line) => received.includes(line.says));
  };

  const text = (modelType) => async (runtime, params) => {
    const line = findLine(params.prompt);
    await pause(250 + (params.prompt.length % 400));
    if (line?.modelError && modelType === ModelType.TEXT_LARGE) throw new Error(line.modelError);
    const answer = toAnswer(line);
    reportUsage(runtime, modelType, params.prompt, answer);
    return params.stream ? toStream(answer, params.prompt, pause) : answer;
  };

  return {
    name: "local-model",
    description: "Answers from a list, without a network",
    models: {
      [ModelType.TEXT_SMALL]: text(ModelType.TEXT_SMALL),
      [ModelType.TEXT_LARGE]: text(ModelType.TEXT_LARGE),
      async [ModelType.OBJECT_SMALL](runtime, params) {
        await pause(200);
        const ticket = { title: "Please have a look", urgent: false };
        reportUsage(runtime, ModelType.OBJECT_SMALL, params.prompt, JSON.stringify(ticket));
        return ticket;
      },
      async [ModelType.TEXT_EMBEDDING](runtime, params) {
        const input = typeof params === "string" ? params : (params?.text ?? "");
        await pause(60);
        reportUsage(runtime, ModelType.TEXT_EMBEDDING, input, "");
        return Array.from({ length: 384 }, (_, i) => ((i * 37 + input.length) % 101) / 101);
      },
    },
  };
}

/** One answer that fits all of elizaOS's templates: each takes the fields it asked for. */
function toAnswer(line) {
  return `<response>
  <thought>${line ? `The guest needs ${line.plan}` : "Nothing to add"}</thought>
  <actions>${line?.plan ?? "REPLY"}</actions>
  <providers>${line?.providers ?? ""}</providers>
  <text>${line?.answer ?? "I am not sure I understand."}</text>
</response>`;
}

/** What provider plugins return for a streamed answer: the pieces, and promises of what is known at the end. */
function toStream(answer, prompt, pause) {
  async function* pieces() {
    for (let at = 0; at < answer.length; at += 24) {
      await pause(40);
      yield answer.slice(at, at + 24);
    }
  }
  const usage = toTokens(prompt, answer);
  return {
    textStream: pieces(),
    text: Promise.resolve(answer),
    usage: Promise.resolve({
      promptTokens: usage.prompt,
      completionTokens: usage.completion,
      totalTokens: usage.total,
    }),
    finishReason: Promise.resolve("stop"),
  };
}

/** As provider plugins do: without waiting. */
function reportUsage(runtime, modelType, prompt, answer) {
  void runtime.emitEvent(EventType.MODEL_USED, {
    source: "local-model",
    provider: "local-model",
    type: modelType,
    prompt: prompt.slice(0, 200),
    tokens: toTokens(prompt, answer),
  });
}

function toTokens(prompt, answer) {
  const [input, output] = [prompt, answer].map((part) => Math.ceil(part.length / 4));
  return { prompt: input, completion: output, total: input + output };
}
