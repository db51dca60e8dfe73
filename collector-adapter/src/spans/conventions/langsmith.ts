import type { SpanKind } from "@runline/contract";
import type { Convention } from "./convention.ts";
import { text } from "./fact-rule.ts";
import { readMarker, toChainKind } from "./read-marker.ts";

const KINDS = new Map<string, SpanKind>([
  ["tool", "action"],
  ["llm", "model_call"],
  ["embedding", "embedding"],
  ["retriever", "infrastructure"],
  ["prompt", "infrastructure"],
  ["parser", "infrastructure"],
]);

/** The OpenTelemetry export of LangSmith. */
export const langsmith: Convention = {
  name: "langsmith",
  kindOf(span) {
    const marker = readMarker(span, "langsmith.span.kind") ?? "";
    return marker === "chain" ? toChainKind(span) : KINDS.get(marker);
  },
  facts: [
    text("agentName", "langsmith.metadata.lc_agent_name"),

    // `langsmith.trace.session_name` is the project, not a conversation.
    text(
      "conversationId",
      "langsmith.metadata.session_id",
      "langsmith.metadata.thread_id",
      "langsmith.metadata.conversation_id",
      "langsmith.trace.session_id",
    ),
    text("userId", "langsmith.metadata.user_id"),
    text("model", "langsmith.metadata.ls_model_name"),
    text("provider", "langsmith.metadata.ls_provider"),
  ],
};
