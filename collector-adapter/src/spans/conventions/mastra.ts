import { ATTR_GEN_AI_OPERATION_NAME } from "@runline/contract";
import type { Convention } from "./convention.ts";
import { content, text } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";

/** One model call is a tower of four spans, of which `chat` is the call. */
const AROUND_CALLS = new Set(["model_generation", "model_step", "model_chunk"]);

/** Mastra: `gen_ai.*` with content and sessions of its own. */
export const mastra: Convention = {
  name: "mastra",
  mark: "`gen_ai.operation.name` = `model_generation` and its parts",
  kindOf: (span) => (AROUND_CALLS.has(readMarker(span, ATTR_GEN_AI_OPERATION_NAME)) ? "infrastructure" : undefined),
  facts: [text("conversationId", "mastra.metadata.sessionId"), text("userId", "mastra.metadata.userId")],
  content: [content("input", "mastra.agent_run.input"), content("output", "mastra.agent_run.output")],
};
