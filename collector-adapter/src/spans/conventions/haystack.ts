import type { Convention } from "./convention.ts";
import { content, flag, number, text } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";
import { toKinds } from "./to-kinds.ts";

const KINDS = toKinds({
  chain: ["haystack.pipeline.run", "haystack.async_pipeline.run"],
  run: ["haystack.agent.run"],
  infrastructure: ["haystack.agent.step"],
  model_call: ["haystack.agent.step.llm", "haystack.chat_generator.run"],
  action: ["haystack.agent.step.tool"],
});
/** What a component of a pipeline does, by the last word in the name of its class. */
const LAST_WORD = /[A-Z][a-z]+$/;
const COMPONENTS = toKinds({
  model_call: ["Generator"],
  embedding: ["Embedder"],
  evaluator: ["Evaluator"],
  action: ["Invoker"],
  run: ["Agent"],
});

/** Where model and usage stand in the answer of a chat, of a generator of texts, of an embedder. */
const METAS = ["replies.0.meta", "meta.0", "meta"];
const ANSWERS = ["haystack.component.output", "haystack.agent.step.llm.output"].flatMap((attribute) => {
  const toMembers = (name: string) => METAS.map((meta) => `${meta}.${name}`);
  const find = (...names: readonly string[]) => ({ attribute, members: names.flatMap(toMembers) });
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
  mark: "names that begin with `haystack.`, `haystack.component.type`; failed: `haystack.tool.error`",
  kindOf: (span) =>
    KINDS.get(span.name) ?? COMPONENTS.get(LAST_WORD.exec(readMarker(span, "haystack.component.type"))?.[0] ?? ""),
  agentNameOf: (span) => readMarker(span, "haystack.component.name") || undefined,
  facts: [
    ...ANSWERS,
    text("title", "haystack.component.name"),
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
};
