import * as words from "@runline/contract";
import { readDetailsEvent } from "../content/read-message-events.ts";
import type { Convention } from "./convention.ts";
import { content, flag, number, text } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";
import { toKinds } from "./to-kinds.ts";

const KINDS = toKinds({
  run: ["invoke_agent", "invoke_workflow", "invoke_swarm", "invoke_graph"],
  plan: ["plan"],
  action: ["execute_tool"],
  model_call: ["chat", "generate_content", "text_completion"],
  embedding: ["embeddings"],
  evaluator: ["evaluate"],
  // Building an agent runs nothing. The others stand around or beside calls, and some repeat the model and tokens of those.
  infrastructure: ["create_agent", "agent_step", "execute_event_loop_cycle", "execute_task", "retrieval", "rerank"],
});

/** OpenTelemetry's GenAI conventions in their newest form. */
export const genAi: Convention = {
  name: "gen_ai",
  mark: "`gen_ai.operation.name`",
  kindOf: (span) => KINDS.get(readMarker(span, words.ATTR_GEN_AI_OPERATION_NAME).toLowerCase()),
  facts: [
    text("agentName", words.ATTR_GEN_AI_AGENT_NAME),
    text("conversationId", words.ATTR_GEN_AI_CONVERSATION_ID),
    text("operation", words.ATTR_GEN_AI_OPERATION_NAME),
    text("toolName", words.ATTR_GEN_AI_TOOL_NAME),
    text("toolCallId", words.ATTR_GEN_AI_TOOL_CALL_ID),
    text("model", words.ATTR_GEN_AI_REQUEST_MODEL),
    text("responseModel", words.ATTR_GEN_AI_RESPONSE_MODEL),
    text("responseId", "gen_ai.response.id"),
    text("provider", words.ATTR_GEN_AI_PROVIDER_NAME),
    text("evaluatorName", words.ATTR_GEN_AI_EVALUATION_NAME),
    text("verdict", words.ATTR_GEN_AI_EVALUATION_SCORE_LABEL),
    number("score", words.ATTR_GEN_AI_EVALUATION_SCORE_VALUE),
    text("errorType", words.ATTR_ERROR_TYPE),
    flag("failed", { attribute: "gen_ai.response.finish_reasons", is: ["error"] }),
    number("inputTokens", words.ATTR_GEN_AI_USAGE_INPUT_TOKENS),
    number("cachedInputTokens", words.ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS),
    number("cacheWriteInputTokens", "gen_ai.usage.cache_write.input_tokens"),
    number("outputTokens", words.ATTR_GEN_AI_USAGE_OUTPUT_TOKENS),
    number("reasoningTokens", "gen_ai.usage.reasoning.output_tokens"),
    number("cost", words.ATTR_GEN_AI_USAGE_COST),
    number("timeToFirstChunkMs", { attribute: words.ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK, factor: 1000 }),
  ],
  content: [
    content("arguments", words.ATTR_GEN_AI_TOOL_CALL_ARGUMENTS),
    content("result", words.ATTR_GEN_AI_TOOL_CALL_RESULT),
    content(
      "inputMessages",
      {
        members: { system: "gen_ai.system_instructions", messages: words.ATTR_GEN_AI_INPUT_MESSAGES },
        needs: words.ATTR_GEN_AI_INPUT_MESSAGES,
      },
      { find: readDetailsEvent("gen_ai.input.messages", "gen_ai.system_instructions") },
    ),
    content("outputMessages", words.ATTR_GEN_AI_OUTPUT_MESSAGES, { find: readDetailsEvent("gen_ai.output.messages") }),
  ],
};
