import { findNames, type AttributeWord } from "./attribute-words.ts";
import type { Convention } from "./convention.ts";
import { content, number, text } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";
import { toKinds } from "./to-kinds.ts";

/** What most families call the kinds of their spans. Others have words such as `client`, `sql` and `web` in the same place. */
const KINDS = toKinds({
  run: ["agent"],
  chain: ["chain", "workflow"],
  action: ["tool", "tool_call"],
  model_call: ["llm", "llm_call", "chat_model", "generation"],
  embedding: ["embedding", "embeddings"],
  evaluator: ["evaluator"],
});

/**
 * What nobody knows, by names that frameworks tend to give. Asked last, and careful: a tool has to be named, a model call to
 * count tokens or to have both sides, an agent to have one of them, so that HTTP, SQL and other spans stay what they are.
 */
export const general: Convention = {
  name: "general",
  kindOf(span) {
    const names = findNames(span);
    if (names.size === 0) return undefined;
    const kind = KINDS.get(readMarker(span, names.get("kind") ?? "").toLowerCase());
    if (kind !== undefined) return kind;
    const isText = (word: AttributeWord) => typeof span.attributes[names.get(word) ?? ""] === "string";
    if (isText("tool")) return "action";
    const isCounted = names.has("inputTokens") || names.has("outputTokens") || names.has("totalTokens");
    const isSpoken = (names.has("prompt") || names.has("input")) && names.has("output");
    if (isText("model") && (isCounted || isSpoken)) return "model_call";
    return isText("agent") && (names.has("input") || names.has("output")) ? "run" : undefined;
  },
  facts: [],
  content: [],
  own(span) {
    const names = findNames(span);
    const sources = (...words: AttributeWord[]) => words.flatMap((word) => names.get(word) ?? []);
    return {
      facts: [
        text("toolName", ...sources("tool")),
        text("model", ...sources("model")),
        text("agentName", ...sources("agent")),
        text("conversationId", ...sources("session")),
        number("inputTokens", ...sources("inputTokens")),
        number("outputTokens", ...sources("outputTokens")),
        number("totalTokens", ...sources("totalTokens")),
        number("cost", ...sources("cost")),
      ],
      content: [content("input", ...sources("input", "prompt")), content("output", ...sources("output"))],
    };
  },
};
