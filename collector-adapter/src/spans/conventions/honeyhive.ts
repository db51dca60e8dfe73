import type { Convention } from "./convention.ts";
import { content, number, text } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";
import { toKinds } from "./to-kinds.ts";

const KINDS = toKinds({
  chain: ["chain", "session"],
  action: ["tool"],
  model_call: ["model"],
});

/** HoneyHive: spans of decorated functions. Calls of models come from the instrumentations of others. */
export const honeyHive: Convention = {
  name: "honeyhive",
  mark: "`honeyhive_event_type`",
  kindOf(span) {
    const kind = KINDS.get(readMarker(span, "honeyhive_event_type"));
    // A function that fails has a second span after its own, which tells the error once more and nothing else.
    const isEcho = kind !== undefined && "honeyhive_error" in span.attributes;
    return isEcho && readMarker(span, "honeyhive_event_name") === "" ? "infrastructure" : kind;
  },
  facts: [
    text("title", "honeyhive_event_name"),
    text("conversationId", "honeyhive.session_id"),
    text("model", "honeyhive_config.model"),
    text("errorMessage", "honeyhive_error"),
    number("inputTokens", "honeyhive_metadata.prompt_tokens"),
    number("outputTokens", "honeyhive_metadata.completion_tokens"),
    number("totalTokens", "honeyhive_metadata.total_tokens"),
    number("cost", "honeyhive_metadata.cost"),
  ],
  content: [content("input", { prefix: "honeyhive_inputs." }), content("output", { prefix: "honeyhive_outputs." })],
};
