import type { SpanKind } from "@runline/contract";
import type { OtlpSpan } from "../../otlp/otlp-span.ts";
import type { Convention, OwnRules } from "./convention.ts";
import { content, number, text } from "./fact-rule.ts";

const REQUEST = "request_data";
const RESPONSE = "response_data";
const ANTHROPIC = "logfire.anthropic";
const SCOPES = new Set(["logfire.openai", ANTHROPIC]);

/** Its spans are told apart by how their template begins. */
const TEMPLATES: readonly { template: RegExp; kind: SpanKind }[] = [
  { template: /^(?:Chat )?Completion with|^Message with/, kind: "model_call" },
  { template: /^Embedding Creation with/, kind: "embedding" },
  { template: /^Image Generation with|^(?:OpenAI|Anthropic) API call to/, kind: "infrastructure" },
];

const USAGE: OwnRules["facts"] = [
  text("model", { attribute: REQUEST, members: ["model"] }),
  number("outputTokens", { attribute: RESPONSE, members: ["usage.completion_tokens", "usage.output_tokens"] }),
  number("cachedInputTokens", {
    attribute: RESPONSE,
    members: ["usage.prompt_tokens_details.cached_tokens", "usage.cache_read_input_tokens"],
  }),
  number("cacheWriteInputTokens", { attribute: RESPONSE, members: ["usage.cache_creation_input_tokens"] }),
  number("reasoningTokens", { attribute: RESPONSE, members: ["usage.completion_tokens_details.reasoning_tokens"] }),
];
const CONTENT = [content("input", REQUEST), content("output", RESPONSE)];
const OPENAI_RULES: OwnRules = {
  facts: [...USAGE, number("inputTokens", { attribute: RESPONSE, members: ["usage.prompt_tokens"] })],
  content: CONTENT,
};
/** Anthropic counts what came from the cache beside the input. */
const ANTHROPIC_RULES: OwnRules = {
  facts: [...USAGE, number("uncachedInputTokens", { attribute: RESPONSE, members: ["usage.input_tokens"] })],
  content: CONTENT,
};

/** Clients of OpenAI and Anthropic as Logfire sees them, before it wrote what they say as GenAI messages. */
export const logfireCalls: Convention = {
  name: "logfire",
  kindOf: (span) => (isOfClient(span) ? TEMPLATES.find(({ template }) => template.test(span.name))?.kind : undefined),
  facts: [],
  content: [],
  own: ({ scopeName }) => (scopeName === ANTHROPIC ? ANTHROPIC_RULES : OPENAI_RULES),
};

function isOfClient({ scopeName, attributes }: OtlpSpan): boolean {
  return (
    SCOPES.has(scopeName) && attributes[REQUEST] !== undefined && attributes["gen_ai.input.messages"] === undefined
  );
}
