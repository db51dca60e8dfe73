import { ATTR_GEN_AI_OPERATION_NAME, type SpanKind } from "@runline/contract";
import type { Convention, OwnRules } from "./convention.ts";
import { content, number, text } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";
import { readServiceName } from "./read-service-name.ts";
import { toKinds } from "./to-kinds.ts";

/** Its operations, of which all name a model. Those that begin with `llm_` are what a connection to a speaking model brings. */
const KINDS: ReadonlyMap<string, SpanKind> = toKinds({
  model_call: ["chat", "llm_response"],
  action: ["llm_tool_call"],
  infrastructure: ["stt", "tts", "llm_setup", "llm_request", "llm_tool_result"],
});

const OWN: OwnRules = {
  facts: [
    text("conversationId", "conversation.id"),
    text("toolName", "tool.function_name"),
    text("toolCallId", "tool.call_id"),
    number("timeToFirstChunkMs", { attribute: "metrics.ttfb", factor: 1000 }),
  ],
  content: [
    content("arguments", "tool.arguments"),
    content("inputMessages", { members: { system: "gen_ai.system_instructions", messages: "input" }, needs: "input" }),
    content("output", "output"),
  ],
};

/** Pipecat: a conversation, its turns, and in these what hears, answers and speaks. */
export const pipecat: Convention = {
  name: "pipecat",
  mark: "the scopes `pipecat` and `pipecat.turn`",
  kindOf(span): SpanKind | undefined {
    if (span.scopeName === "pipecat") return KINDS.get(readMarker(span, ATTR_GEN_AI_OPERATION_NAME));
    if (span.scopeName !== "pipecat.turn") return undefined;
    return span.name === "turn" ? "run" : "infrastructure";
  },
  agentNameOf: readServiceName,
  facts: [],
  content: [],
  own: () => OWN,
};
