/** Names of the models behind the quiet slots, as a provider plugin would read them. */
export const quietModelSettings = {
  QUIET_MODEL_REASONING_LARGE_MODEL: "quiet-1-pro",
  QUIET_MODEL_REASONING_SMALL_MODEL: "quiet-1-stream",
};

/** Tokens that a quiet stream reports by its promise. */
const QUIET_USAGE = { inputTokens: 321, outputTokens: 45, totalTokens: 366 };

/** A provider that never tells of its calls by MODEL_USED, as several do. */
export const quietModel = {
  name: "quiet-model",
  description: "Answers, streams and fails without a word about it",
  models: {
    async TEXT_REASONING_LARGE(_runtime, { prompt }) {
      if (prompt.includes("impossible")) throw new Error("the quiet model answered 400");
      return "In silence.";
    },
    async TEXT_REASONING_SMALL() {
      const pieces = ["In ", "small ", "pieces."];
      async function* stream() {
        for (const piece of pieces) {
          await new Promise((resolve) => setTimeout(resolve, 5)); // so that the first one is not there at once
          yield piece;
        }
      }
      return {
        textStream: stream(),
        text: Promise.resolve(pieces.join("")),
        usage: Promise.resolve(QUIET_USAGE),
        finishReason: Promise.resolve("stop"), // what elizaOS 2.0 knows a stream by
      };
    },
  },
};
