import { getErrorText, toResultWord } from "../span-outcome.ts";
import { toDuration } from "../span-times.ts";
import { toUuid } from "../../uuid.ts";
import { CALL_FACTS, type Kind } from "./kind.ts";
import { toUsage } from "./model-call.ts";

/** One call of a model that gives vectors. What comes out is not kept: thousands of numbers that nobody reads. */
export const embedding: Kind = {
  facts: [...CALL_FACTS, "memoryId"],
  content: { form: "value", input: ["inputMessages", "input", "arguments"], output: [] },
  label: ["model", "responseModel", "modelType"],
  endRow: ({ span, facts, content, identity }) => ({
    type: "embedding_event",
    status: toResultWord(facts),
    body: {
      runId: identity.rowRunId,
      memoryId: facts.memoryId ? toUuid(facts.memoryId) : undefined,
      status: toResultWord(facts),
      provider: facts.provider,
      model: facts.responseModel ?? facts.model,
      ...toUsage(facts),
      outputTokens: undefined,
      attempt: facts.attempt,
      attribution: facts.attribution,
      duration: toDuration(span),
      error: getErrorText(facts),
      source: "embeddingService",
      input: content.texts.input,
    },
  }),
};
