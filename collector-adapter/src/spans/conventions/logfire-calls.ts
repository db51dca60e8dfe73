import type { SpanKind } from "@runline/contract";
import type { OtlpSpan } from "../../otlp/otlp-span.ts";
import type { Convention, OwnRules } from "./convention.ts";
import { content, flag, number, text } from "./fact-rule.ts";

const REQUEST = "request_data";
const RESPONSE = "response_data";
const ANTHROPIC = "logfire.anthropic";
const SCOPES = new Set(["logfire.openai", ANTHROPIC]);

/** Its spans are told apart by how their template begins. */
const TEMPLATES: readonly { template: RegExp; kind: SpanKind }[] = [
  { template: /^(?:Chat )?Completion with|^Message with|^streaming response from/, kind: "model_call" },
  { template: /^Embedding Creation with/, kind: "embedding" },
  { template: /^Image Generation with|^(?:OpenAI|Anthropic) API call to/, kind: "infrastructure" },
];

/** A log record in the form of a span, written when a stream is over. How long that took is among what it says: s. */
const STREAM = /^(streaming response from) /;
const MAX_DURATION_S = 86_400;

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
  facts: [flag("isAnswer", { attribute: "logfire.msg_template", pattern: STREAM, is: "any" })],
  content: [],
  /** The answer lasted as long as its stream; in what was exported from here, it does already. */
  meantBy(span) {
    if (span.startedAt !== span.endedAt) return undefined;
    const duration = Number(span.attributes["duration"]);
    if (!isStreamedAnswer(span) || !(duration > 0 && duration <= MAX_DURATION_S)) return undefined;
    return { ...span, startedAt: span.startedAt - duration * 1000 };
  },
  own: ({ scopeName }) => (scopeName === ANTHROPIC ? ANTHROPIC_RULES : OPENAI_RULES),
};

/** Whether the span is the answer to a request that has a span of its own. */
export function isStreamedAnswer({ scopeName, name }: OtlpSpan): boolean {
  return SCOPES.has(scopeName) && STREAM.test(name);
}

function isOfClient({ scopeName, attributes }: OtlpSpan): boolean {
  return (
    SCOPES.has(scopeName) && attributes[REQUEST] !== undefined && attributes["gen_ai.input.messages"] === undefined
  );
}
