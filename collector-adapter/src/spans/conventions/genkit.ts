import type { SpanKind } from "@runline/contract";
import type { TextFact } from "../span-facts.ts";
import type { Convention, OwnRules } from "./convention.ts";
import { content, flag, number, text } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";

const KINDS = new Map<string, SpanKind | "chain">([
  ["flow", "chain"],
  ["agent", "run"],
  ["tool", "action"],
  ["tool.v2", "action"],
  ["model", "model_call"],
  ["embedder", "embedding"],
  ["evaluator", "evaluator"],
  ["retriever", "infrastructure"],
  ["reranker", "infrastructure"],
  ["prompt", "infrastructure"],
  ["util", "infrastructure"],
]);
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
  kindOf: (span) => KINDS.get(readMarker(span, SUBTYPE)),
  facts: [
    text("conversationId", "genkit:sessionId"),
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
