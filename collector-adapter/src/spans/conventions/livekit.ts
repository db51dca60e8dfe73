import type { SpanKind } from "@runline/contract";
import type { AttributeValue } from "../../otlp/otlp-span.ts";
import { fromText } from "../content/from-json.ts";
import { isRecord } from "../is-record.ts";
import type { Convention, OwnRules } from "./convention.ts";
import { content, flag, text, type PartSource } from "./fact-rule.ts";
import { readServiceName } from "./read-service-name.ts";
import { toKinds } from "./to-kinds.ts";

/** By the names of its spans. A turn answers one thing that somebody said, in a session with others; hearing and speaking name models too. */
const KINDS: ReadonlyMap<string, SpanKind> = toKinds({
  run: ["agent_turn", "assistant_turn", "realtime_assistant_turn"],
  action: ["function_tool"],
  model_call: ["llm_node"],
  infrastructure: [
    "agent_session",
    "llm_request_run",
    "tts_node",
    "tts_request",
    "tts_request_run",
    "user_turn",
    "keyterm_detection",
  ],
});

/** The messages of a context. */
function items(attribute: string): PartSource {
  const read = (value: AttributeValue): AttributeValue | undefined => {
    const context = fromText(value);
    return isRecord(context) && Array.isArray(context["items"]) ? JSON.stringify(context["items"]) : undefined;
  };
  return { attribute, read };
}

const OWN: OwnRules = {
  facts: [text("toolName", "lk.function_tool.name"), text("toolCallId", "lk.function_tool.id")],
  content: [
    content("arguments", "lk.pii.function_tool.arguments", "lk.function_tool.arguments"),
    content("result", "lk.pii.function_tool.output", "lk.function_tool.output"),
    content("inputMessages", items("lk.pii.chat_ctx"), items("lk.chat_ctx")),
    content("input", "lk.pii.user_input", "lk.user_input"),
    content("output", "lk.pii.response.text", "lk.response.text"),
  ],
};

/** LiveKit Agents. Newer versions mark what is private in the names of attributes. */
export const livekit: Convention = {
  name: "livekit",
  mark: "the scope `livekit-agents`",
  kindOf({ scopeName, name, attributes }) {
    if (scopeName !== "livekit-agents") return undefined;
    const kind = KINDS.get(name);
    // A model that hears and speaks itself is asked by the turn, before there was a span for that.
    return kind === "run" && attributes["gen_ai.request.model"] !== undefined ? "model_call" : kind;
  },
  facts: [flag("failed", "lk.function_tool.is_error")],
  content: [],
  agentNameOf: readServiceName,
  own: () => OWN,
};
