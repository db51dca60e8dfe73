import type { SpanKind } from "@runline/contract";
import type { Convention, OwnRules } from "./convention.ts";
import { content, flag, number, text } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";

const KINDS = new Map<string, SpanKind | "chain">([
  ["haystack.pipeline.run", "chain"],
  ["haystack.async_pipeline.run", "chain"],
  ["haystack.agent.run", "run"],
  ["haystack.agent.step", "infrastructure"],
  ["haystack.agent.step.llm", "model_call"],
  ["haystack.chat_generator.run", "model_call"],
  ["haystack.agent.step.tool", "action"],
]);
/** What a component of a pipeline does, by how the name of its class ends. */
const COMPONENTS: readonly (readonly [RegExp, SpanKind])[] = [
  [/Generator$/, "model_call"],
  [/Embedder$/, "embedding"],
  [/Evaluator$/, "evaluator"],
  [/ToolInvoker$/, "action"],
  [/Agent$/, "run"],
];
const TYPE = "haystack.component.type";
const COMPONENT = "haystack.component.name";
const OWN_OF_AGENTS: OwnRules = { facts: [text("agentName", COMPONENT)], content: [] };

/** Model and usage stand in the answer: in that of a chat, of a generator of texts, of an embedder. */
const ANSWERS = ["haystack.component.output", "haystack.agent.step.llm.output"].flatMap((attribute) => {
  const find = (...names: readonly string[]) => {
    const metas = ["replies.0.meta", "meta.0", "meta"];
    return { attribute, members: names.flatMap((name) => metas.map((meta) => `${meta}.${name}`)) };
  };
  return [
    text("model", find("model")),
    number("inputTokens", find("usage.prompt_tokens", "usage.input_tokens")),
    number("cachedInputTokens", find("usage.prompt_tokens_details.cached_tokens", "usage.cache_read_input_tokens")),
    number("cacheWriteInputTokens", find("usage.cache_creation_input_tokens")),
    number("outputTokens", find("usage.completion_tokens", "usage.output_tokens")),
    number("reasoningTokens", find("usage.completion_tokens_details.reasoning_tokens")),
  ];
});
const TOOL = "haystack.agent.step.tool";
const SIDES = ["haystack.component", "haystack.agent", "haystack.agent.step.llm"];

/** Haystack's own tracing. The name of an agent is that of its component; answers are there when content is traced. */
export const haystack: Convention = {
  name: "haystack",
  kindOf(span) {
    const type = readMarker(span, TYPE);
    return KINDS.get(span.name) ?? COMPONENTS.find(([end]) => end.test(type))?.[1];
  },
  facts: [
    ...ANSWERS,
    text("title", COMPONENT),
    text("toolName", "haystack.tool.name"),
    flag("failed", "haystack.tool.error"),
    text("errorMessage", { attribute: `${TOOL}.output`, members: ["error"] }),
  ],
  content: [
    content("arguments", `${TOOL}.input`),
    content("result", `${TOOL}.output`),
    content("input", ...SIDES.map((side) => `${side}.input`), "haystack.pipeline.input_data"),
    content("output", ...SIDES.map((side) => `${side}.output`), "haystack.pipeline.output_data"),
  ],
  own: (span) => (readMarker(span, TYPE).endsWith("Agent") ? OWN_OF_AGENTS : undefined),
};
