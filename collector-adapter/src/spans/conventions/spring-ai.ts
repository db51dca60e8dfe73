import type { Convention } from "./convention.ts";
import { content, text } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";
import { toKinds } from "./to-kinds.ts";

const KINDS = toKinds({
  run: ["chat_client"],
  action: ["tool_call"],
  infrastructure: ["advisor", "vector_store"],
});

/** Spring AI: what stands around its model calls has the operation `framework`, and a kind of its own. */
export const springAi: Convention = {
  name: "spring_ai",
  mark: "`spring.ai.kind`",
  kindOf: (span) => KINDS.get(readMarker(span, "spring.ai.kind")),
  facts: [
    text("conversationId", "spring.ai.chat.client.conversation.id"),
    text("toolName", "spring.ai.tool.definition.name"),
    text("toolCallId", "spring.ai.tool.call.id"),
  ],
  content: [content("arguments", "spring.ai.tool.call.arguments"), content("result", "spring.ai.tool.call.result")],
};
