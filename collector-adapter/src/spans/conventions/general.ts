import type { OtlpSpan } from "../../otlp/otlp-span.ts";
import type { Convention } from "./convention.ts";
import { content, number, text } from "./fact-rule.ts";

/** What an attribute is about, by the end of its name. */
const WORDS: readonly (readonly [string, RegExp])[] = [
  ["tool", /(?:^|[._:])tool[._]?name$/i],
  ["model", /(?:^|[._:])model(?:[._]?(?:name|id))?$/i],
  // Not bare: in Elastic's names that is what collects spans.
  ["agent", /^(?!user_).*[._:]agent[._]?name$/i],
  ["inputTokens", /(?:^|[._:])(?:input|prompt)[._]?tokens$/i],
  ["outputTokens", /(?:^|[._:])(?:output|completion)[._]?tokens$/i],
  ["session", /(?:^|[._:])(?:session|thread|conversation)[._]?id$/i],
  ["input", /(?:^|[._:])(?:input|arguments)$/i],
  ["output", /(?:^|[._:])(?:output|result)$/i],
];

/** The words of names seen before: nearly all spans have names of a few hundred, and no expression is tried twice. */
const KNOWN = new Map<string, string | undefined>();
const MAX_KNOWN = 4096;
const NO_NAMES: ReadonlyMap<string, string> = new Map();

/**
 * What nobody knows, by names that frameworks tend to give. Asked last, and careful: a tool has to be named, a model call to
 * count tokens, an agent to have an input or output, so that HTTP, SQL and other spans stay what they are.
 */
export const general: Convention = {
  name: "general",
  kindOf(span) {
    const names = findNames(span);
    if (names.size === 0) return undefined;
    const isText = (word: string) => typeof span.attributes[names.get(word) ?? ""] === "string";
    if (isText("tool")) return "action";
    if (isText("model") && (names.has("inputTokens") || names.has("outputTokens"))) return "model_call";
    return isText("agent") && (names.has("input") || names.has("output")) ? "run" : undefined;
  },
  facts: [],
  content: [],
  own(span) {
    const names = findNames(span);
    const sources = (word: string) => [names.get(word) ?? []].flat();
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

/** From each word to the first attribute about it. */
function findNames({ attributes }: OtlpSpan): ReadonlyMap<string, string> {
  let names: Map<string, string> | undefined;
  for (const attribute of Object.keys(attributes)) {
    const word = toWord(attribute);
    if (word !== undefined && !names?.has(word)) names = (names ?? new Map<string, string>()).set(word, attribute);
  }
  return names ?? NO_NAMES;
}

function toWord(attribute: string): string | undefined {
  const known = KNOWN.get(attribute);
  if (known !== undefined || KNOWN.has(attribute)) return known;
  if (KNOWN.size >= MAX_KNOWN) KNOWN.clear();
  const word = WORDS.find(([, name]) => name.test(attribute))?.[0];
  KNOWN.set(attribute, word);
  return word;
}
