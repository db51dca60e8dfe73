import type { OtlpSpan } from "../../otlp/otlp-span.ts";
import type { Convention } from "./convention.ts";
import { content, number, text } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";
import { toKinds } from "./to-kinds.ts";

const KINDS = toKinds({
  run: ["AGENT"],
  chain: ["CHAIN"],
  action: ["TOOL"],
  model_call: ["LLM", "CHAT_MODEL"],
  embedding: ["EMBEDDING"],
  evaluator: ["EVALUATOR"],
  infrastructure: ["RETRIEVER", "RERANKER", "PARSER", "MEMORY"],
});

const USAGE = "mlflow.chat.tokenUsage";

/** MLflow: every value, even a name, is JSON inside a string. */
export const mlflow: Convention = {
  name: "mlflow",
  mark: "`mlflow.spanType`",
  kindOf: (span) => KINDS.get(readType(span)),
  agentNameOf: ({ name }) => name,
  facts: [
    text("conversationId", "mlflow.trace.session", {
      attribute: "metadata",
      members: ["session_id", "thread_id", "conversation_id"],
    }),
    text("userId", "mlflow.trace.user"),
    text("model", "mlflow.llm.model", { attribute: "mlflow.spanInputs", members: ["model"] }),
    text("responseId", { attribute: "mlflow.spanOutputs", members: ["id"] }),
    text("provider", "mlflow.llm.provider"),
    number("inputTokens", { attribute: USAGE, members: ["input_tokens"] }),
    number("cachedInputTokens", { attribute: USAGE, members: ["cache_read_input_tokens"] }),
    number("cacheWriteInputTokens", { attribute: USAGE, members: ["cache_creation_input_tokens"] }),
    number("outputTokens", { attribute: USAGE, members: ["output_tokens"] }),
    number("totalTokens", { attribute: USAGE, members: ["total_tokens"] }),
    number("cost", { attribute: "mlflow.llm.cost", members: ["total_cost"] }),
  ],
  content: [content("input", "mlflow.spanInputs"), content("output", "mlflow.spanOutputs")],
};

function readType(span: OtlpSpan): string {
  return readMarker(span, "mlflow.spanType").replaceAll('"', "");
}
