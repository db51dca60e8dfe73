import type { OtlpSpan } from "../../otlp/otlp-span.ts";
import type { Convention, SpanWord } from "./convention.ts";
import { content, number, text, type FactSource } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";
import { toKinds } from "./to-kinds.ts";

const KINDS = toKinds({
  chain: ["task"],
  action: ["tool", "function"],
  model_call: ["llm"],
  evaluator: ["score"],
  infrastructure: ["eval"],
});

const TYPE = "braintrust.span_attributes";
const METRICS = "braintrust.metrics";
const METADATA = "braintrust.metadata";

/** Members of an object that some SDKs write as JSON, others as an attribute each. */
const toSources = (object: string, ...members: string[]): FactSource[] => [
  { attribute: object, members },
  ...members.map((member) => ({ attribute: `${object}.${member}` })),
];

/** Braintrust's SDKs for Go, Java, Ruby and .NET, which write OpenTelemetry spans. */
export const braintrust: Convention = {
  name: "braintrust",
  mark: "`braintrust.span_attributes`",
  kindOf(span): SpanWord | undefined {
    const kind = KINDS.get(readType(span));
    return kind === "model_call" && /embed/i.test(span.name) ? "embedding" : kind;
  },
  toolNameOf: ({ name }) => name,
  facts: [
    text("model", ...toSources(METADATA, "model")),
    text("provider", ...toSources(METADATA, "provider")),
    text("responseId", { attribute: METADATA, members: ["id"] }),
    text("conversationId", ...toSources(METADATA, "session_id", "thread_id")),
    number("inputTokens", ...toSources(METRICS, "prompt_tokens")),
    number("cachedInputTokens", ...toSources(METRICS, "prompt_cached_tokens")),
    number("cacheWriteInputTokens", ...toSources(METRICS, "prompt_cache_creation_tokens")),
    number("outputTokens", ...toSources(METRICS, "completion_tokens")),
    number("reasoningTokens", ...toSources(METRICS, "completion_reasoning_tokens")),
    number("totalTokens", ...toSources(METRICS, "tokens")),
  ],
  content: [
    content("input", "braintrust.input_json", "braintrust.input"),
    content("output", "braintrust.output_json", "braintrust.output"),
  ],
};

function readType(span: OtlpSpan): string {
  const flat = readMarker(span, `${TYPE}.type`);
  return flat === "" ? (/"type"\s*:\s*"(\w+)"/.exec(readMarker(span, TYPE))?.[1] ?? "") : flat;
}
