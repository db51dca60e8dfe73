import type { SpanKind } from "@runline/contract";
import type { Convention } from "./convention.ts";
import { content, number, text } from "./fact-rule.ts";
import { readMarker, toChainKind } from "./read-marker.ts";

const KINDS = new Map<string, SpanKind>([
  ["agent", "run"],
  ["tool", "action"],
  ["generation", "model_call"],
  ["embedding", "embedding"],
  ["evaluator", "evaluator"],
  ["retriever", "infrastructure"],
  ["guardrail", "infrastructure"],
  ["event", "infrastructure"],
]);
const USAGE = "langfuse.observation.usage_details";

/** The SDKs of Langfuse. */
export const langfuse: Convention = {
  name: "langfuse",
  kindOf(span) {
    const marker = readMarker(span, "langfuse.observation.type") ?? "";
    return marker === "span" || marker === "chain" ? toChainKind(span) : KINDS.get(marker);
  },
  agentNameOf: (span) => (readMarker(span, "langfuse.observation.type") === "agent" ? span.name : undefined),
  facts: [
    text("conversationId", "langfuse.session.id"),
    text("userId", "langfuse.user.id"),
    text("model", "langfuse.observation.model.name"),
    number("inputTokens", { attribute: USAGE, members: ["input", "input_tokens", "prompt_tokens"] }),
    number("outputTokens", { attribute: USAGE, members: ["output", "output_tokens", "completion_tokens"] }),
    number("cost", { attribute: "langfuse.observation.cost_details", members: ["total"] }),
    content("input", "langfuse.observation.input"),
    content("output", "langfuse.observation.output"),
  ],
};
