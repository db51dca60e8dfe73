import type { AttributeValue, OtlpSpan } from "../../otlp/otlp-span.ts";
import type { Convention, OwnRules } from "./convention.ts";
import { content, flag, number, text } from "./fact-rule.ts";
import { toKinds } from "./to-kinds.ts";

const KINDS = toKinds({
  run: ["claude_code.interaction"],
  model_call: ["claude_code.llm_request"],
  action: ["claude_code.tool"],
  // Parts of a tool call, waiting for the user and the work itself, and what is run beside.
  infrastructure: ["claude_code.tool.blocked_on_user", "claude_code.tool.execution", "claude_code.hook"],
});

const OWN: OwnRules = {
  facts: [
    text("model", "gen_ai.request.model", "model"),
    text("responseId", "request_id"),
    text("toolName", "tool_name"),
    text("toolCallId", "gen_ai.tool.call.id", "tool_use_id"),
    text("errorMessage", "error"),
    flag("failed", { attribute: "success", is: [false, "false"] }),
    number("uncachedInputTokens", "input_tokens"),
    number("cachedInputTokens", "cache_read_tokens"),
    number("cacheWriteInputTokens", "cache_creation_tokens"),
    number("outputTokens", "output_tokens"),
    number("cost", "cost_usd"),
    number("attempt", "attempt"),
    number("timeToFirstChunkMs", "ttft_ms"),
    flag("isWait", { attribute: "span.type", is: ["tool.blocked_on_user"] }),
  ],
  content: [
    content("arguments", "tool_input", { members: { command: "full_command", file_path: "file_path" } }),
    content("result", "tool_output", "tool_result", { find: findOutput }),
    content("input", "user_prompt"),
    content("output", "response"),
  ],
};

/** The tool's own span says nothing of its outcome, the span of the work inside does. */
const OWN_OF_EXECUTION: OwnRules = {
  ...OWN,
  facts: [...OWN.facts, flag("isPartOfParent", { attribute: "span.type", is: "any" })],
};

/** Claude Code and the Claude Agent SDK (traces, beta). Tokens of the cache are not part of its `input_tokens`. */
export const claudeCode: Convention = {
  name: "claude_code",
  mark: "names that begin with `claude_code.`; failed: `success` is `false`",
  kindOf: (span) => KINDS.get(span.name),
  facts: [],
  content: [],
  agentNameOf: () => "claude-code",
  own: (span) => (span.name === "claude_code.tool.execution" ? OWN_OF_EXECUTION : OWN),
};

/** With its content captured, a tool has what it gave in an event. */
function findOutput({ events }: OtlpSpan): AttributeValue | undefined {
  return events.find(({ name }) => name === "tool.output")?.attributes["output"];
}
