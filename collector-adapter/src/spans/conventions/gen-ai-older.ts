import { ATTR_GEN_AI_OPERATION_NAME, ATTR_GEN_AI_TOOL_NAME } from "@runline/contract";
import { readContentEvent, readInputEvents, readOutputEvents } from "../content/read-message-events.ts";
import type { Convention } from "./convention.ts";
import { content, flag, number, text } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";
import { toKinds } from "./to-kinds.ts";

const KINDS = toKinds({
  model_call: ["completion", "text_completions", "generate"],
  embedding: ["embedding"],
  infrastructure: ["stt", "tts"], // what voice agents hear and speak
});

const INPUT = "gen_ai.usage.input_tokens";
const MODEL_ATTRIBUTES = ["gen_ai.request.model", "gen_ai.response.model", "llm.model_name", "llm.request.model"];
/** Operations of others that merely stand around calls. */
const AROUND_CALLS = /agent|workflow|crew|team|turn|session|loop|step|task|cycle|framework/;

/**
 * The GenAI conventions before they were settled, and what writes only part of them: spans without an operation, or with one
 * nobody knows, that still name a tool or a model.
 */
export const genAiOlder: Convention = {
  name: "gen_ai",
  kindOf(span) {
    const operation = readMarker(span, ATTR_GEN_AI_OPERATION_NAME).toLowerCase();
    const kind = KINDS.get(operation);
    if (kind !== undefined) return kind;
    if (span.attributes[ATTR_GEN_AI_TOOL_NAME] !== undefined) return "action";
    if (span.attributes["embedding.model_name"] !== undefined) return "embedding";
    const hasModel = MODEL_ATTRIBUTES.some((attribute) => span.attributes[attribute] !== undefined);
    if (!hasModel) return undefined;
    return AROUND_CALLS.test(operation) ? "infrastructure" : "model_call";
  },
  facts: [
    text("provider", "gen_ai.system", "gen_ai.model.provider"),
    text("responseId", { attribute: "gen_ai.completion_json", members: ["id"] }), // where a gateway tells the whole answer
    text("errorMessage", "error.message"),
    flag("failed", { attribute: "error", is: [true, "true"] }), // OpenTracing
    ...["gen_ai.tool.status", "tool.status"].map((status) => flag("failed", { attribute: status, is: ["error"] })), // Strands
    number("inputTokens", "gen_ai.usage.prompt_tokens"),
    // Sentry's names, which OpenRouter has as well, come first: with the others the cache may stand beside the input.
    number("cachedInputTokens", `${INPUT}.cached`, "gen_ai.usage.cache_read_input_tokens"),
    number("cacheWriteInputTokens", `${INPUT}.cache_write`, "gen_ai.usage.cache_creation.input_tokens"),
    number("cacheWriteInputTokens", "gen_ai.usage.cache_write_input_tokens"),
    number("cacheWriteInputTokens", "gen_ai.usage.cache_creation_input_tokens"),
    number("outputTokens", "gen_ai.usage.completion_tokens"),
    number("reasoningTokens", "gen_ai.usage.reasoning_tokens", "gen_ai.usage.output_tokens.reasoning"),
    number("totalTokens", "gen_ai.usage.total_tokens", "llm.usage.total_tokens"),
    number("cost", "gen_ai.usage.cost.amount", "gen_ai.usage.total_cost"), // proposed; Sentry and others
    text("currency", "gen_ai.usage.cost.currency"),
    number("timeToFirstChunkMs", "gen_ai.server.time_to_first_token"),
  ],
  content: [
    content("inputMessages", { find: readInputEvents }, { prefix: "gen_ai.prompt." }),
    content("outputMessages", { find: readOutputEvents }, { prefix: "gen_ai.completion." }),
    content("input", "gen_ai.prompt", "gen_ai.prompt_json", {
      find: readContentEvent("gen_ai.content.prompt", "gen_ai.prompt"),
    }),
    content("output", "gen_ai.completion", "gen_ai.completion_json", {
      find: readContentEvent("gen_ai.content.completion", "gen_ai.completion"),
    }),
  ],
};
