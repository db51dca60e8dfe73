import type { Convention, OwnRules } from "./convention.ts";
import { content, number, text } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";
import { toKinds } from "./to-kinds.ts";

const KINDS = toKinds({ run: ["agent"], action: ["tool"], model_call: ["llm"], embedding: ["embedding"] });

const OWN: OwnRules = {
  facts: [
    text("conversationId", "conversation.id", "conversationId"),
    text("userId", "user.id", "userId"),
    text("toolName", "tool.name"),
    text("toolCallId", "tool.call.id"),
    text("model", "llm.model"),
    number("cachedInputTokens", "llm.usage.cached_tokens"),
    number("reasoningTokens", "llm.usage.reasoning_tokens"),
  ],
  content: [content("input", "llm.messages", "input"), content("output", "output")],
};

/** VoltAgent: an agent is the entity of all spans below it, and that which has no type and its name. */
export const voltAgent: Convention = {
  name: "voltagent",
  mark: "the scope `@voltagent/core`",
  kindOf(span) {
    if (span.scopeName !== "@voltagent/core") return undefined;
    const type = readMarker(span, "span.type");
    const isEntity = type === "" && readMarker(span, "entity.name") === span.name;
    return KINDS.get(isEntity ? readMarker(span, "entity.type") : type) ?? "infrastructure";
  },
  agentNameOf: ({ name }) => name,
  facts: [],
  content: [],
  own: () => OWN,
};
