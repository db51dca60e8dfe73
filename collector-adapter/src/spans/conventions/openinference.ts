import type { Convention } from "./convention.ts";
import { content, number, text } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";
import { toKinds } from "./to-kinds.ts";

const KINDS = toKinds({
  run: ["AGENT"],
  chain: ["CHAIN"],
  action: ["TOOL"],
  model_call: ["LLM"],
  embedding: ["EMBEDDING"],
  evaluator: ["EVALUATOR"],
  infrastructure: ["RETRIEVER", "RERANKER", "GUARDRAIL", "PROMPT"],
});
const PROMPT = "llm.token_count.prompt";
const COMPLETION = "llm.token_count.completion";
/** A method of a model's class that the class keeps to itself, and which prepares a call. */
const PRIVATE_METHOD = /\._[a-z]\w*$/;

/** OpenInference, the convention of Arize Phoenix. */
export const openinference: Convention = {
  name: "openinference",
  mark: "`openinference.span.kind`",
  kindOf(span) {
    const kind = KINDS.get(readMarker(span, "openinference.span.kind").toUpperCase());
    return kind === "model_call" && PRIVATE_METHOD.test(span.name) ? "infrastructure" : kind;
  },
  // smolagents has the name in the span's alone; another name of a span may be that of the whole workflow.
  agentNameOf: (span) =>
    readMarker(span, "graph.node.name") || readMarker(span, "graph.node.id") || /^(.+)\.run$/.exec(span.name)?.[1],
  facts: [
    text("agentName", "agent.name", { attribute: "metadata", members: ["lc_agent_name"] }), // the latter in LangChain
    text("conversationId", "session.id"),
    text("userId", "user.id"),
    text("toolName", "tool.name", "tool_call.function.name"),
    text("toolCallId", "tool.id", "tool_call.id"),
    text("model", "llm.request.model_name", "llm.model_name", "embedding.model_name"),
    // Of a call that failed only the request may know the model.
    text("model", { attribute: "llm.invocation_parameters", members: ["model", "model_name"] }),
    text("model", { attribute: "input.value", members: ["model"] }),
    text("responseModel", "llm.response.model_name"),
    text("responseId", { attribute: "output.value", members: ["id"] }),
    text("provider", "llm.provider", "llm.system"),
    number("inputTokens", PROMPT),
    number("cachedInputTokens", `${PROMPT}_details.cache_read`),
    number("audioInputTokens", `${PROMPT}_details.audio`),
    number("audioOutputTokens", `${COMPLETION}_details.audio`),
    number("cacheWriteInputTokens", `${PROMPT}_details.cache_write`),
    number("outputTokens", COMPLETION),
    number("reasoningTokens", `${COMPLETION}_details.reasoning`),
    number("totalTokens", "llm.token_count.total"),
    number("cost", "llm.cost.total"),
    number("inputCost", "llm.cost.prompt"),
    number("outputCost", "llm.cost.completion"),
  ],
  content: [
    content("inputMessages", { prefix: "llm.input_messages." }),
    content("outputMessages", { prefix: "llm.output_messages." }),
    content("input", "input.value", "crew_tasks"),
    content("output", "output.value"),
  ],
};
