import { makeSpanId, makeTraceId } from "../made-ids.ts";
import type { Convention, OwnRules } from "./convention.ts";
import { content, flag, number, text } from "./fact-rule.ts";
import { fromRecord, OPENS_TURN } from "./from-record.ts";
import { toKinds } from "./to-kinds.ts";

const SCOPE = "com.anthropic.claude_code.events";
const KINDS = toKinds({
  run: ["claude_code.user_prompt", "claude_code.subagent_completed"],
  model_call: ["claude_code.api_request", "claude_code.api_error", "claude_code.assistant_response"],
  action: ["claude_code.tool_result"],
  infrastructure: ["claude_code.tool_decision"],
});
/** What the spans of a trace do not have, which are the cost of a call and the answer. */
const TOLD_BESIDE_SPANS = ["claude_code.api_request", "claude_code.assistant_response"];

const OWN: OwnRules = {
  facts: [
    text("model", "model"),
    text("responseId", "request_id"),
    text("agentName", "agent.name", "agent_type"),
    text("toolName", "tool_name"),
    text("toolCallId", "tool_use_id"),
    text("errorMessage", "error"),
    flag("failed", { attribute: "success", is: ["false"] }, { attribute: "event.name", is: ["api_error"] }),
    OPENS_TURN,
    flag("allowsTool", { attribute: "decision", is: ["accept"] }),
    number("uncachedInputTokens", "input_tokens"),
    number("cachedInputTokens", "cache_read_tokens"),
    number("cacheWriteInputTokens", "cache_creation_tokens"),
    number("outputTokens", "output_tokens"),
    number("cost", "cost_usd"),
    number("attempt", "attempt"),
  ],
  content: [content("arguments", "tool_input"), content("input", "prompt"), content("output", "response")],
};

/** Log records of Claude Code: where only those are on, a session is a trace, and each prompt a run. Cached tokens count apart. */
export const claudeCodeEvents: Convention = {
  name: "claude_code",
  kindOf: (span) => (span.scopeName.startsWith(SCOPE) ? KINDS.get(span.name) : undefined),
  facts: [],
  content: [],
  agentNameOf: () => "claude-code",
  own: () => OWN,
  spansOf(record) {
    if (record.scopeName !== SCOPE) return undefined;
    const name = `claude_code.${record.name}`;
    if (record.traceId !== "" && !TOLD_BESIDE_SPANS.includes(name)) return undefined;
    if (!KINDS.has(name)) return [];
    const { "session.id": session = "", "event.sequence": place = "", "prompt.id": prompt = "" } = record.attributes;
    const turn = makeSpanId("claude_code", session, prompt);
    const traceId = record.traceId || makeTraceId("claude_code", session);
    if (name === "claude_code.user_prompt") return [fromRecord(record, { name, traceId, spanId: turn })];
    const spanId = makeSpanId("claude_code", session, record.timestamp, place);
    // A call of a sub-agent names that one, which is told of when it has ended.
    const parent = record.attributes["agent.name"] === undefined ? turn : undefined;
    // The answer to a request is told beside it with its id: by their scopes the two are views of one call.
    const scopeName = record.name === "assistant_response" ? `${SCOPE}/${record.name}` : SCOPE;
    return [fromRecord(record, { name, traceId, spanId, parentSpanId: record.spanId || parent, scopeName })];
  },
};
