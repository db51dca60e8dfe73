import type { Convention } from "./convention.ts";
import { content, flag, number, text } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";
import { toKinds } from "./to-kinds.ts";

const KINDS = toKinds({
  run: ["workflow", "agent"],
  action: ["tool"],
  infrastructure: ["task"],
});

const REQUEST_KINDS = toKinds({
  model_call: ["chat", "completion"],
  embedding: ["embedding"],
  infrastructure: ["rerank"],
});

/** OpenLLMetry, the instrumentations of Traceloop. */
export const traceloop: Convention = {
  name: "traceloop",
  mark: "`traceloop.span.kind`, `llm.request.type`",
  kindOf(span) {
    const kind = KINDS.get(readMarker(span, "traceloop.span.kind"));
    // A task of LlamaIndex that runs a tool says so by its name.
    if (kind === "infrastructure" && readMarker(span, "tool.name") !== "") return "action";
    return kind ?? REQUEST_KINDS.get(readMarker(span, "llm.request.type"));
  },
  agentNameOf: (span) =>
    readMarker(span, "traceloop.span.kind") === "agent" ? readMarker(span, "traceloop.entity.name") : undefined,
  facts: [
    text(
      "conversationId",
      "traceloop.association.properties.session_id",
      "traceloop.association.properties.conversation_id",
      "traceloop.association.properties.thread_id",
    ),
    text("userId", "traceloop.association.properties.user_id"),
    text("toolName", "traceloop.entity.name"),
    text("model", "llm.request.model"),
    text("responseModel", "llm.response.model"),
    flag("failed", { attribute: "gen_ai.task.status", is: ["failure"] }),
    flag("failed", { attribute: "traceloop.entity.output", members: ["tool_output.is_error"] }), // LlamaIndex
    number("inputTokens", "llm.usage.prompt_tokens"),
    number("outputTokens", "llm.usage.completion_tokens"),
  ],
  content: [
    content("arguments", "tool.arguments"),
    content("input", "traceloop.entity.input"),
    content("output", "traceloop.entity.output"),
  ],
};
