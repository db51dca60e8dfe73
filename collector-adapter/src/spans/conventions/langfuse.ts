import type { Convention } from "./convention.ts";
import { content, flag, number, text } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";
import { toKinds } from "./to-kinds.ts";

const KINDS = toKinds({
  run: ["agent"],
  action: ["tool"],
  model_call: ["generation"],
  embedding: ["embedding"],
  evaluator: ["evaluator"],
  chain: ["span", "chain"],
  infrastructure: ["retriever", "guardrail", "event"],
});
const LEVEL = "langfuse.observation.level";
const USAGE = "langfuse.observation.usage_details";
const COST = "langfuse.observation.cost_details";
/** A detail of the usage in OpenAI's words, which has other ones for a side in chat completions than in Responses. */
const toDetail = (detail: string, ...sides: readonly string[]) => ({
  attribute: USAGE,
  members: sides.map((side) => `${side}_tokens_details.${detail}`),
});

/** The SDKs of Langfuse. Usage is either in the names of OpenAI or in buckets that have no token in common. */
export const langfuse: Convention = {
  name: "langfuse",
  mark: "`langfuse.observation.type`; failed: `langfuse.observation.level` is `ERROR`",
  kindOf: (span) => KINDS.get(readMarker(span, "langfuse.observation.type")),
  agentNameOf: ({ name }) => name,
  facts: [
    text("conversationId", "langfuse.session.id"),
    text("userId", "langfuse.user.id"),
    text("model", "langfuse.observation.model.name"),
    flag("failed", { attribute: LEVEL, is: ["ERROR"] }),
    text("errorMessage", "langfuse.observation.status_message"),
    number("inputTokens", { attribute: USAGE, members: ["prompt_tokens"] }, { attribute: USAGE, sumOf: /input/ }),
    number("cachedInputTokens", toDetail("cached_tokens", "prompt", "input")),
    number("cachedInputTokens", { attribute: USAGE, sumOf: /^(?=.*input)(?=.*cache)(?!.*(?:write|creation))/ }),
    number("cacheWriteInputTokens", { attribute: USAGE, sumOf: /^(?=.*input)(?=.*cache).*(?:write|creation)/ }),
    number("outputTokens", { attribute: USAGE, members: ["completion_tokens"] }, { attribute: USAGE, sumOf: /output/ }),
    number("reasoningTokens", toDetail("reasoning_tokens", "completion", "output")),
    number("reasoningTokens", { attribute: USAGE, sumOf: /output.*reasoning|reasoning.*output/ }),
    number("audioInputTokens", toDetail("audio_tokens", "prompt", "input")),
    number("audioInputTokens", { attribute: USAGE, sumOf: /^(?=.*input)(?=.*audio)/ }),
    number("audioOutputTokens", toDetail("audio_tokens", "completion", "output")),
    number("audioOutputTokens", { attribute: USAGE, sumOf: /^(?=.*output)(?=.*audio)/ }),
    number("totalTokens", { attribute: USAGE, members: ["total", "total_tokens"] }),
    // Costs are told by the buckets of the usage, and their sum only where somebody has made it.
    number("cost", { attribute: COST, members: ["total"] }, { attribute: COST, sumOf: /./ }),
  ],
  content: [content("input", "langfuse.observation.input"), content("output", "langfuse.observation.output")],
};
