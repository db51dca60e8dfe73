import type { AttributeValue } from "../../otlp/otlp-span.ts";
import { fromText } from "../content/from-json.ts";
import { isRecord } from "../is-record.ts";
import type { Convention } from "./convention.ts";
import { content, number, text } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";
import { toKinds } from "./to-kinds.ts";

const KINDS = toKinds({
  run: ["agent"],
  chain: ["chain", "workflow"],
  action: ["tool"],
  model_call: ["llm"],
  evaluator: ["evaluation"],
  infrastructure: [
    "span",
    "rag",
    "guardrail",
    "component",
    "module",
    "server",
    "client",
    "producer",
    "consumer",
    "task",
  ],
});
const METRICS = "langwatch.metrics";
const [INPUT, OUTPUT] = ["langwatch.input", "langwatch.output"];

/** A metric by its names, as the SDK for Python has it; that for TypeScript puts them all into a `value`. */
const measured = (...names: string[]) => ({
  attribute: METRICS,
  members: names.flatMap((name) => [name, `value.${name}`]),
});

/** LangWatch: what goes in and comes out has its type beside it. */
export const langWatch: Convention = {
  name: "langwatch",
  mark: "`langwatch.span.type`",
  kindOf: (span) => KINDS.get(readMarker(span, "langwatch.span.type")),
  agentNameOf: ({ name }) => name,
  facts: [
    text("conversationId", "langwatch.thread.id", "langwatch.thread_id"),
    text("userId", "langwatch.user.id", "langwatch.user_id"),
    number("inputTokens", measured("prompt_tokens", "promptTokens")),
    number("outputTokens", measured("completion_tokens", "completionTokens")),
    number("reasoningTokens", measured("reasoning_tokens", "reasoningTokens")),
    number("cachedInputTokens", measured("cache_read_input_tokens")),
    number("cacheWriteInputTokens", measured("cache_creation_input_tokens")),
    number("cost", measured("cost")),
  ],
  content: [
    content("input", { attribute: INPUT, read: readTyped }),
    content("output", { attribute: OUTPUT, read: readTyped }),
  ],
};

/** @example readTyped('{"type":"text","value":"Hi"}') // "Hi" */
function readTyped(json: AttributeValue): unknown {
  const typed = fromText(json);
  return isRecord(typed) && "type" in typed && "value" in typed ? typed["value"] : typed;
}
