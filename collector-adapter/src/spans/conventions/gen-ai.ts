import { ATTR_GEN_AI_OPERATION_NAME, ATTR_GEN_AI_TOOL_NAME } from "@runline/contract";
import type { SpanKind } from "@runline/contract";
import type { Convention } from "./convention.ts";
import { content, number, text } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";

const KINDS = new Map<string, SpanKind>([
  ["invoke_agent", "run"],
  ["invoke_workflow", "run"],
  ["plan", "plan"],
  ["execute_tool", "action"],
  ["chat", "model_call"],
  ["generate_content", "model_call"],
  ["text_completion", "model_call"],
  ["completion", "model_call"],
  ["generate", "model_call"],
  ["embeddings", "embedding"],
  ["embedding", "embedding"],
  ["evaluate", "evaluator"],
  // Building an agent runs nothing. The others stand around or beside calls that have spans of their own, and some
  // repeat the model and the tokens of those.
  ["create_agent", "infrastructure"],
  ["agent_step", "infrastructure"],
  ["execute_event_loop_cycle", "infrastructure"],
  ["execute_task", "infrastructure"],
  ["model_generation", "infrastructure"],
  ["model_step", "infrastructure"],
  ["model_chunk", "infrastructure"],
  ["retrieval", "infrastructure"],
  ["rerank", "infrastructure"],
]);

/** OpenTelemetry's GenAI conventions, newest and older names, and what Mastra, Strands and others add to them. */
export const genAi: Convention = {
  name: "gen_ai",
  kindOf: (span) => KINDS.get(readMarker(span, ATTR_GEN_AI_OPERATION_NAME)?.toLowerCase() ?? ""),
  facts: [
    text("conversationId", "mastra.metadata.sessionId"),
    text("userId", "mastra.metadata.userId"),
    text("provider", "gen_ai.system"),
    text("evaluatorName", "gen_ai.evaluation.name"),
    number("inputTokens", "gen_ai.usage.prompt_tokens"),
    number("outputTokens", "gen_ai.usage.completion_tokens"),
    number("timeToFirstChunkMs", "gen_ai.server.time_to_first_token"),
    content("input", "gen_ai.prompt", "mastra.agent_run.input"),
    content("output", "gen_ai.completion", "mastra.agent_run.output"),
  ],
};

const MODEL_ATTRIBUTES = ["gen_ai.request.model", "gen_ai.response.model", "llm.model_name", "llm.request.model"];

/** Spans without an operation, or with one nobody knows, that still name a tool or a model. Asked last. */
export const genAiWithoutOperation: Convention = {
  name: "gen_ai",
  kindOf(span) {
    if (span.attributes[ATTR_GEN_AI_TOOL_NAME] !== undefined) return "action";
    if (span.attributes["embedding.model_name"] !== undefined) return "embedding";
    return MODEL_ATTRIBUTES.some((attribute) => span.attributes[attribute] !== undefined) ? "model_call" : undefined;
  },
  facts: [],
};
