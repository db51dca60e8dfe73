import type { OtlpSpan } from "../../otlp/otlp-span.ts";
import type { Convention, OwnRules } from "./convention.ts";
import { content, number, text } from "./fact-rule.ts";
import { toKinds } from "./to-kinds.ts";

/** Events at the start of what a span does. A failed call has no other. */
const STARTS = toKinds({
  model_call: ["LLMChatStartEvent", "LLMCompletionStartEvent"],
  embedding: ["EmbeddingStartEvent"],
});
const TOOL = /Tool\.a?call$/;
const WORKFLOW = /\.run$/;
/** What a step was given, as Python writes objects. */
const INPUT = "llamaindex.step.input_summary";
const RAW = "response.raw.usage";

const OWN: OwnRules = {
  facts: [
    text("agentName", { attribute: INPUT, pattern: /\bcurrent_agent_name='([^']+)'/ }),
    text("toolName", { attribute: INPUT, pattern: /\btool_name='([^']+)'/ }),
    text("toolCallId", { attribute: INPUT, pattern: /\btool_id='([^']+)'/ }),
    text("model", "model_dict.model_name", "model_dict.model"),
    text("responseModel", "response.raw.model"),
    text("responseId", "response.raw.id"),
    number("inputTokens", `${RAW}.prompt_tokens`, `${RAW}.input_tokens`, "response.additional_kwargs.prompt_tokens"),
    number("cachedInputTokens", `${RAW}.prompt_tokens_details.cached_tokens`, `${RAW}.cache_read_input_tokens`),
    number("outputTokens", `${RAW}.completion_tokens`, `${RAW}.output_tokens`),
    number("outputTokens", "response.additional_kwargs.completion_tokens"),
    number("reasoningTokens", `${RAW}.completion_tokens_details.reasoning_tokens`),
  ],
  content: [
    content("arguments", INPUT),
    content("inputMessages", "messages"),
    content("outputMessages", { prefix: "response.message." }),
    content("input", "prompt", INPUT),
    content("output", "response.text", "response", "output"),
  ],
};

/** LlamaIndex's own tracing: spans of methods, and events that say what the methods did. */
export const llamaIndex: Convention = {
  name: "llamaindex",
  mark: "the scope `llamaindex.opentelemetry.tracer`",
  kindOf({ scopeName, name, events }) {
    if (scopeName !== "llamaindex.opentelemetry.tracer") return undefined;
    if (TOOL.test(name)) return "action";
    if (WORKFLOW.test(name)) return "chain";
    return events.map((event) => STARTS.get(event.name)).find((kind) => kind !== undefined) ?? "infrastructure";
  },
  facts: [],
  content: [],
  own: () => OWN,
  attributesOf: ({ attributes, events }: OtlpSpan) =>
    Object.assign({}, ...events.map((event) => event.attributes), attributes),
};
