import { findNames, type AttributeWord } from "./attribute-words.ts";
import type { Convention } from "./convention.ts";
import { content, number, text } from "./fact-rule.ts";

/**
 * What nobody knows, by names that frameworks tend to give. Asked last, and careful: a tool has to be named, a model call to
 * count tokens, an agent to have an input or output, so that HTTP, SQL and other spans stay what they are.
 */
export const general: Convention = {
  name: "general",
  kindOf(span) {
    const names = findNames(span);
    if (names.size === 0) return undefined;
    const isText = (word: AttributeWord) => typeof span.attributes[names.get(word) ?? ""] === "string";
    if (isText("tool")) return "action";
    if (isText("model") && (names.has("inputTokens") || names.has("outputTokens"))) return "model_call";
    return isText("agent") && (names.has("input") || names.has("output")) ? "run" : undefined;
  },
  facts: [],
  content: [],
  own(span) {
    const names = findNames(span);
    const sources = (word: AttributeWord) => [names.get(word) ?? []].flat();
    return {
      facts: [
        text("toolName", ...sources("tool")),
        text("model", ...sources("model")),
        text("agentName", ...sources("agent")),
        text("conversationId", ...sources("session")),
        number("inputTokens", ...sources("inputTokens")),
        number("outputTokens", ...sources("outputTokens")),
      ],
      content: [content("input", ...sources("input")), content("output", ...sources("output"))],
    };
  },
};
