import type { OtlpSpan } from "../../otlp/otlp-span.ts";
import { readLiteral } from "../content/read-literal.ts";
import { readSpoken } from "../content/read-spoken.ts";
import type { Convention, OwnRules } from "./convention.ts";
import { content, number, text } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";
import { toKinds } from "./to-kinds.ts";

const KINDS = toKinds({
  run: ["agentic.invocation"],
  chain: ["workflow", "agentic.turn", "agentic.request"],
  action: ["agentic.tool.invocation", "agentic.mcp.invocation"],
  // Where a framework asks the model, the client of the provider tells of the same call once more, without its words.
  model_call: ["inference", "inference.framework"],
  embedding: ["embedding"],
  infrastructure: [
    "inference.modelapi",
    "embedding.modelapi",
    "retrieval",
    "agentic.delegation",
    "generic",
    "http.process",
  ],
});

/** What goes in, comes out and was used stands in an event each. */
const EVENTS = new Set(["data.input", "data.output", "metadata"]);
const OWN: OwnRules = {
  facts: [
    text("toolName", "entity.1.name"),
    text("model", "entity.2.name"),
    text("conversationId", "scope.agentic.session"),
    number("inputTokens", "prompt_tokens"),
    number("outputTokens", "completion_tokens"),
    number("totalTokens", "total_tokens"),
  ],
  content: [
    content("arguments", {
      attribute: "input",
      read: (value) => (typeof value === "string" ? readLiteral(value) : value),
    }),
    content("inputMessages", { attribute: "input", read: readSpoken }),
    content("outputMessages", { attribute: "response", read: readSpoken }),
    content("input", "input"),
    content("output", "response"),
  ],
};

/** Monocle, of the Linux Foundation: spans by their type, with what they are about as entities. */
export const monocle: Convention = {
  name: "monocle",
  mark: "`span.type`, the scope `monocle_apptrace`",
  kindOf: (span) => (span.scopeName === "monocle_apptrace" ? KINDS.get(readMarker(span, "span.type")) : undefined),
  agentNameOf: (span) => readMarker(span, "entity.1.name") || undefined,
  facts: [],
  content: [],
  own: () => OWN,
  attributesOf: ({ attributes, events }: OtlpSpan) =>
    Object.assign({}, attributes, ...events.map((event) => (EVENTS.has(event.name) ? event.attributes : undefined))),
};
