import { makeSpanId, makeTraceId } from "../made-ids.ts";
import type { Convention, OwnRules } from "./convention.ts";
import { content, flag, number, text } from "./fact-rule.ts";
import { fromRecord, OPENS_TURN } from "./from-record.ts";
import { toKinds } from "./to-kinds.ts";

const SCOPE = "gemini-cli";
/** On records, and today on the resource of spans; before, those are below one of the prompt. */
const SESSION = "session.id";
const KINDS = toKinds({
  run: ["gemini_cli.user_prompt", "gemini_cli.agent.finish"],
  model_call: ["gemini_cli.api_response", "gemini_cli.api_error"],
  action: ["gemini_cli.tool_call"],
  infrastructure: ["gemini_cli.api_request"],
});

const OWN: OwnRules = {
  facts: [
    text("model", "model"),
    text("agentName", "agent_name"),
    text("toolName", "function_name"),
    text("errorMessage", { attribute: "error", members: ["error.message"] }, "error"),
    text("errorType", "error_type"),
    flag("failed", { attribute: "success", is: [false] }, { attribute: "event.name", is: ["gemini_cli.api_error"] }),
    OPENS_TURN,
    flag("asksModel", { attribute: "event.name", is: ["gemini_cli.api_request"] }),
    number("inputTokens", "input_token_count"),
    number("cachedInputTokens", "cached_content_token_count"),
    number("outputTokens", "output_token_count"),
    number("reasoningTokens", "thoughts_token_count"),
    number("totalTokens", "total_token_count"),
  ],
  content: [content("arguments", "function_args"), content("input", "prompt"), content("output", "response_text")],
};

/**
 * Log records of Gemini CLI: a session is a trace, and each prompt a run. Its spans, off by default, are each a trace of its own that
 * names the session: they tell no more than the records, beside which they are infrastructure.
 */
export const geminiCliEvents: Convention = {
  name: "gemini_cli",
  kindOf({ scopeName, name, resource }) {
    if (scopeName !== SCOPE) return undefined;
    return KINDS.get(name) ?? (resource[SESSION] === undefined ? undefined : "infrastructure");
  },
  facts: [],
  content: [],
  agentNameOf: () => "gemini-cli",
  own: ({ name }) => (KINDS.has(name) ? OWN : undefined),
  meantBy(span) {
    const { [SESSION]: session } = span.resource;
    if (span.scopeName !== SCOPE || KINDS.has(span.name) || session === undefined) return undefined;
    return { ...span, traceId: makeTraceId("gemini_cli", session) };
  },
  spansOf(record) {
    const { scopeName, name, timestamp, attributes } = record;
    const {
      [SESSION]: session,
      prompt_id: prompt = "",
      function_name: tool = "",
      function_args: args = "",
    } = attributes;
    if (scopeName !== SCOPE || session === undefined) return undefined;
    if (!KINDS.has(name)) return [];
    const spanId = makeSpanId(session, timestamp, name, prompt, tool, args);
    return [fromRecord(record, { name, traceId: makeTraceId("gemini_cli", session), spanId })];
  },
};
