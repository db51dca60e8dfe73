import { ATTR_GEN_AI_OPERATION_NAME } from "@runline/contract";
import type { Convention, OwnRules } from "./convention.ts";
import { content, text } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";
import { toKinds } from "./to-kinds.ts";

const KINDS = toKinds({
  run: ["user_prompt", "agent_call"],
  model_call: ["llm_call"],
  action: ["tool_call"],
  infrastructure: ["schedule_tool_calls", "system_prompt"],
});

const OWN_OF_TOOLS: OwnRules = {
  facts: [],
  content: [content("arguments", "gen_ai.input.messages"), content("result", "gen_ai.output.messages")],
};

/** Gemini CLI: `gen_ai.*` with operations of its own; arguments and results of tools stand where messages do. */
export const geminiCli: Convention = {
  name: "gemini_cli",
  mark: "`gen_ai.operation.name` = `user_prompt`, `llm_call`, `tool_call`",
  kindOf: (span) => KINDS.get(readMarker(span, ATTR_GEN_AI_OPERATION_NAME)),
  facts: [text("toolCallId", "gen_ai.tool.call_id")],
  content: [],
  own: (span) => (readMarker(span, ATTR_GEN_AI_OPERATION_NAME) === "tool_call" ? OWN_OF_TOOLS : undefined),
};
