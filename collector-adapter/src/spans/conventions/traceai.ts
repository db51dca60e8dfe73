import type { Convention } from "./convention.ts";
import { content, text } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";
import { toKinds } from "./to-kinds.ts";

const KINDS = toKinds({
  run: ["AGENT"],
  chain: ["CHAIN", "ENTRY", "WORKFLOW"],
  action: ["TOOL"],
  model_call: ["LLM"],
  embedding: ["EMBEDDING"],
  evaluator: ["EVALUATOR"],
  infrastructure: ["RETRIEVER", "RERANKER", "GUARDRAIL", "VECTOR_DB", "CONVERSATION", "STEP", "TASK"],
});

/** Kinds of spans beside GenAI's names, as the instrumentations of Future AGI and of Alibaba Cloud write them. */
export const traceAi: Convention = {
  name: "traceai",
  mark: "`gen_ai.span.kind`",
  kindOf: (span) => KINDS.get(readMarker(span, "gen_ai.span.kind").toUpperCase()),
  facts: [
    text("conversationId", "gen_ai.session.id"),
    text("userId", "gen_ai.user.id"),
    // Of a call that failed only the request knows the model.
    text("model", { attribute: "gen_ai.request.parameters", members: ["model", "model_name"] }),
  ],
  content: [
    content("inputMessages", { prefix: "gen_ai.input.messages." }),
    content("outputMessages", { prefix: "gen_ai.output.messages." }),
  ],
};
