import type { TextFact } from "../span-facts.ts";
import type { Convention, OwnRules } from "./convention.ts";
import { content, flag, number, text } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";
import { toKinds } from "./to-kinds.ts";

const KINDS = toKinds({
  chain: ["flow"],
  run: ["agent"],
  action: ["tool", "tool.v2"],
  model_call: ["model"],
  embedding: ["embedder"],
  evaluator: ["evaluator"],
  infrastructure: ["retriever", "reranker", "prompt", "util"],
});
/** The name stands in one place, whatever it names. */
const toOwn = (fact: TextFact): OwnRules => ({ facts: [text(fact, "genkit:name")], content: [] });
const OWN = new Map<string, OwnRules>([
  ["agent", toOwn("agentName")],
  ["tool", toOwn("toolName")],
  ["tool.v2", toOwn("toolName")],
  ["model", toOwn("model")],
  ["embedder", toOwn("model")],
  ["evaluator", toOwn("evaluatorName")],
]);
const OWN_OF_OTHERS = toOwn("title");
const SUBTYPE = "genkit:metadata:subtype";
const OUTPUT = "genkit:output";

/** Genkit: name, input and output of each action under one name, whatever the action is. */
export const genkit: Convention = {
  name: "genkit",
  mark: "`genkit:metadata:subtype`; failed: `genkit:state` is `error`",
  kindOf: (span) => KINDS.get(readMarker(span, SUBTYPE)),
  facts: [
    text("conversationId", "genkit:sessionId"),
    text("responseId", { attribute: OUTPUT, members: ["raw.id"] }),
    text("responseModel", { attribute: OUTPUT, members: ["raw.model"] }),
    flag("failed", { attribute: "genkit:state", is: ["error"] }),
    number("inputTokens", { attribute: OUTPUT, members: ["usage.inputTokens"] }),
    number("cachedInputTokens", { attribute: OUTPUT, members: ["usage.cachedContentTokens"] }),
    number("outputTokens", { attribute: OUTPUT, members: ["usage.outputTokens"] }),
    number("reasoningTokens", { attribute: OUTPUT, members: ["usage.thoughtsTokens"] }),
    number("totalTokens", { attribute: OUTPUT, members: ["usage.totalTokens"] }),
  ],
  content: [content("input", "genkit:input"), content("output", OUTPUT)],
  own: (span) => OWN.get(readMarker(span, SUBTYPE)) ?? OWN_OF_OTHERS,
};
