import { findNames, type AttributeWord } from "./attribute-words.ts";
import type { Convention } from "./convention.ts";
import { content, flag, number, text, type FactRule } from "./fact-rule.ts";
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

const STATUS_OK = 1;
/** Says whether something went wrong, and not what; mostly that nothing did. */
const WHETHER = /^(?:|true|false|yes|no|[01]|none|null|undefined|\[\]|\{\}|ok|no errors?)$/i;

const toErrorRules = (attribute: string): FactRule[] => [
  flag("failed", { attribute, is: "any" }),
  text("errorMessage", attribute),
];

/** Numbers that are found by the ends of names. */
const NUMBERS = [
  "uncachedInputTokens",
  "cachedInputTokens",
  "cacheWriteInputTokens",
  "inputTokens",
  "outputTokens",
  "reasoningTokens",
  "totalTokens",
  "cost",
] as const;

/**
 * What nobody knows, by names that frameworks tend to give. Asked last, and careful: a tool has to be named, a model call to
 * count tokens or to have both sides, an agent to have one of them, so that HTTP, SQL and other spans stay what they are.
 */
export const general: Convention = {
  name: "general",
  mark: "the ends of its names",
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
  // Where a kind says that this is an agent, and no attribute which.
  agentNameOf: ({ name }) => name,
  facts: [],
  content: [],
  own(span) {
    const names = findNames(span);
    const isFailure = span.statusCode !== STATUS_OK && !WHETHER.test(readMarker(span, names.get("error") ?? ""));
    const sources = (...words: AttributeWord[]) => words.flatMap((word) => names.get(word) ?? []);
    return {
      facts: [
        text("toolName", ...sources("tool")),
        text("model", ...sources("model")),
        text("agentName", ...sources("agent")),
        text("conversationId", ...sources("session")),
        ...NUMBERS.map((fact) => number(fact, ...sources(fact))),
        ...(isFailure ? sources("error").flatMap(toErrorRules) : []),
      ],
      content: [content("input", ...sources("input", "prompt")), content("output", ...sources("output"))],
    };
  },
};
