import type { Convention } from "./convention.ts";
import { content, text } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";
import { toKinds } from "./to-kinds.ts";

const KINDS = toKinds({
  // What a decorated function did, be it the whole or a step of it.
  chain: ["DEFAULT", "PIPELINE"],
  action: ["TOOL"],
  model_call: ["LLM"],
  evaluator: ["EVALUATOR", "HUMAN_EVALUATOR"],
  infrastructure: ["EXECUTOR", "EVALUATION"],
});

/** Laminar: types of its own around `gen_ai.*`. */
export const laminar: Convention = {
  name: "laminar",
  mark: "`lmnr.span.type`",
  kindOf: (span) => KINDS.get(readMarker(span, "lmnr.span.type")),
  facts: [
    text("conversationId", "lmnr.association.properties.session_id"),
    text("userId", "lmnr.association.properties.user_id"),
  ],
  content: [content("input", "lmnr.span.input"), content("output", "lmnr.span.output")],
};
