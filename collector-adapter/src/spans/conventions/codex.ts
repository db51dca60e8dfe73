import { makeSpanId, makeTraceId } from "../made-ids.ts";
import type { Convention, OwnRules } from "./convention.ts";
import { content, flag, number, text } from "./fact-rule.ts";
import { fromRecord, OPENS_TURN } from "./from-record.ts";
import { readMarker } from "./read-marker.ts";
import { toKinds } from "./to-kinds.ts";

const PREFIX = "codex.";
const SCOPE = "codex_otel";
const SESSION = "conversation.id";
const APPROVED = ["approved", "approved_for_session", "approved_execpolicy_amendment"];
const KINDS = toKinds({
  run: ["codex.user_prompt"],
  model_call: ["codex.sse_event"],
  action: ["codex.tool_result"],
  infrastructure: ["codex.api_request", "codex.websocket_request", "codex.tool_decision"],
});

const OWN: OwnRules = {
  facts: [
    text("model", "model"),
    text("conversationId", SESSION),
    text("userId", "user.account_id"),
    text("toolName", "tool_name"),
    text("toolCallId", "call_id"),
    text("errorMessage", "error.message"),
    flag("failed", { attribute: "success", is: ["false"] }, { attribute: "error.message", is: "any" }),
    OPENS_TURN,
    // Where it failed, the request is the call.
    flag("asksModel", { attribute: "event.name", is: ["codex.api_request", "codex.websocket_request"] }),
    flag("endsAsking", { attribute: "event.name", is: ["codex.sse_event"] }),
    flag("allowsTool", { attribute: "decision", is: APPROVED }),
    number("inputTokens", "input_token_count"),
    number("cachedInputTokens", "cached_token_count"),
    number("cacheWriteInputTokens", "cache_write_token_count"),
    number("outputTokens", "output_token_count"),
    number("reasoningTokens", "reasoning_token_count"),
  ],
  content: [content("arguments", "arguments"), content("result", "output"), content("input", "prompt")],
};

/** Codex: log records tell of a session, which is a trace here, and each prompt a run. Its spans are those of its own functions. */
export const codex: Convention = {
  name: "codex",
  kindOf(span) {
    if (readMarker(span, "code.module.name").startsWith("codex_")) return "infrastructure";
    if (!span.name.startsWith(PREFIX) || span.attributes[SESSION] === undefined) return undefined;
    // Asking a model is told before the answer, and again as an error when there was none.
    return span.attributes["error.message"] === undefined ? KINDS.get(span.name) : "model_call";
  },
  facts: [],
  content: [],
  agentNameOf: () => "codex",
  own: ({ name }) => (name.startsWith(PREFIX) ? OWN : undefined),
  spansOf(record) {
    const { timestamp, attributes } = record;
    // The field for it has the line of the source.
    const { "event.name": name, [SESSION]: session, call_id: call = "", attempt = "" } = attributes;
    if (typeof name !== "string" || !name.startsWith(PREFIX))
      return record.scopeName.startsWith(SCOPE) ? [] : undefined;
    const isPart = name === "codex.sse_event" && attributes["input_token_count"] === undefined;
    if (session === undefined || !KINDS.has(name) || (isPart && attributes["error.message"] === undefined)) return [];
    const spanId = makeSpanId(session, timestamp, name, call, attempt);
    return [fromRecord({ ...record, name }, { name, traceId: makeTraceId("codex", session), spanId })];
  },
};
