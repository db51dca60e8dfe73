import * as words from "@runline/contract";
import type { SpanKind } from "@runline/contract";
import type { Convention } from "./convention.ts";
import { content, number, text } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";

const KINDS = new Map<string, SpanKind>([
  [words.OPERATION_RUN, "run"],
  [words.OPERATION_PLAN, "plan"],
  [words.OPERATION_ACTION, "action"],
  [words.OPERATION_MODEL_CALL, "model_call"],
  ["text_completion", "model_call"],
  ["generate_content", "model_call"],
  [words.OPERATION_EMBEDDING, "embedding"],
  [words.OPERATION_EVALUATOR, "evaluator"],
  [words.OPERATION_COMPOSED_STATE, "composed_state"],
  [words.OPERATION_CONTEXT_PROVIDER, "context_provider"],
]);

/** Not `runline.span.pending`: it is on the snapshot of any span of the process, database calls included. */
const OWN_ATTRIBUTES = [
  words.ATTR_RUN_ID,
  words.ATTR_AGENT_ID,
  words.ATTR_RUN_PHASE,
  words.ATTR_MODEL_TYPE,
  words.ATTR_EVALUATOR_NAME,
  words.ATTR_CONTEXT_PROVIDER_NAME,
  words.ATTR_MEMORY_ID,
];

/**
 * Our own spans: `gen_ai.*` in its newest form with `runline.*` beside it. A span that only carries our ids, such as a
 * database call, is left to the other conventions.
 */
export const runline: Convention = {
  name: "runline",
  kindOf(span) {
    if (!OWN_ATTRIBUTES.some((attribute) => span.attributes[attribute] !== undefined)) return undefined;
    return KINDS.get(readMarker(span, words.ATTR_GEN_AI_OPERATION_NAME) ?? "");
  },
  facts: [
    text("agentName", words.ATTR_GEN_AI_AGENT_NAME),
    text("conversationId", words.ATTR_GEN_AI_CONVERSATION_ID),
    text("toolName", words.ATTR_GEN_AI_TOOL_NAME),
    text("toolCallId", words.ATTR_GEN_AI_TOOL_CALL_ID),
    text("model", words.ATTR_GEN_AI_REQUEST_MODEL),
    text("responseModel", words.ATTR_GEN_AI_RESPONSE_MODEL),
    text("provider", words.ATTR_GEN_AI_PROVIDER_NAME),
    text("evaluatorName", words.ATTR_EVALUATOR_NAME),
    text("contextProviderName", words.ATTR_CONTEXT_PROVIDER_NAME, "runline.provider.name"),
    text("memoryId", words.ATTR_MEMORY_ID),
    number("inputTokens", words.ATTR_GEN_AI_USAGE_INPUT_TOKENS),
    number("outputTokens", words.ATTR_GEN_AI_USAGE_OUTPUT_TOKENS),
    number("cost", words.ATTR_GEN_AI_USAGE_COST),
    number("attempt", words.ATTR_MODEL_ATTEMPT),
    number("timeToFirstChunkMs", { attribute: words.ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK, factor: 1000 }),
    content("input", words.ATTR_GEN_AI_TOOL_CALL_ARGUMENTS, words.ATTR_GEN_AI_INPUT_MESSAGES),
    content("output", words.ATTR_GEN_AI_TOOL_CALL_RESULT, words.ATTR_GEN_AI_OUTPUT_MESSAGES),
  ],
};
