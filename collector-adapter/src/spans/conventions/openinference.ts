import type { SpanKind } from "@runline/contract";
import type { Convention } from "./convention.ts";
import { content, number, text } from "./fact-rule.ts";
import { readMarker, toChainKind } from "./read-marker.ts";

const KINDS = new Map<string, SpanKind>([
  ["AGENT", "run"],
  ["TOOL", "action"],
  ["LLM", "model_call"],
  ["EMBEDDING", "embedding"],
  ["EVALUATOR", "evaluator"],
  ["RETRIEVER", "infrastructure"],
  ["RERANKER", "infrastructure"],
  ["GUARDRAIL", "infrastructure"],
  ["PROMPT", "infrastructure"],
]);

/** OpenInference, the convention of Arize Phoenix. */
export const openinference: Convention = {
  name: "openinference",
  kindOf(span) {
    const marker = readMarker(span, "openinference.span.kind")?.toUpperCase() ?? "";
    return marker === "CHAIN" ? toChainKind(span) : KINDS.get(marker);
  },
  facts: [
    // LangChain's agents have their name in the metadata only.
    text("agentName", "agent.name", { attribute: "metadata", members: ["lc_agent_name"] }),
    text("conversationId", "session.id"),
    text("userId", "user.id"),
    text("toolName", "tool.name", "tool_call.function.name"),
    text("toolCallId", "tool.id", "tool_call.id"),
    text("model", "llm.request.model_name", "llm.model_name", "embedding.model_name"),
    text("responseModel", "llm.response.model_name"),
    text("provider", "llm.provider", "llm.system"),
    number("inputTokens", "llm.token_count.prompt"),
    number("outputTokens", "llm.token_count.completion"),
    number("cost", "llm.cost.total"),
    content("input", "input.value"),
    content("output", "output.value"),
  ],
};
