import type { Convention } from "./convention.ts";
import { flag, number, text } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";
import { toKinds } from "./to-kinds.ts";

const KINDS = toKinds({
  chain: ["chain"],
  action: ["tool"],
  model_call: ["llm"],
  embedding: ["embedding"],
  infrastructure: ["retriever", "prompt", "parser"],
});
const USAGE = "langsmith.metadata.usage_metadata";

/** The OpenTelemetry export of LangSmith. */
export const langsmith: Convention = {
  name: "langsmith",
  mark: "`langsmith.span.kind`; failed: an `exception` event, whatever the status says",
  kindOf: (span) => KINDS.get(readMarker(span, "langsmith.span.kind")),
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
    flag("failsByException", { attribute: "langsmith.span.kind", is: "any" }),
    number("cachedInputTokens", { attribute: USAGE, members: ["input_token_details.cache_read"] }),
    number("cacheWriteInputTokens", { attribute: USAGE, members: ["input_token_details.cache_creation"] }),
    number("audioInputTokens", { attribute: USAGE, members: ["input_token_details.audio"] }),
    number("audioOutputTokens", { attribute: USAGE, members: ["output_token_details.audio"] }),
    number("reasoningTokens", { attribute: USAGE, members: ["output_token_details.reasoning"] }),
  ],
  content: [],
};
