import { ATTR_GEN_AI_OPERATION_NAME, type SpanKind } from "@runline/contract";
import type { AttributeValue } from "../../otlp/otlp-span.ts";
import { readLiteral } from "../content/read-literal.ts";
import { isRecord } from "../is-record.ts";
import type { Convention } from "./convention.ts";
import { content, number, text, type PartSource } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";

/** The call types of LiteLLM, which it writes as operations; an `a` in front stands for asynchronous. */
const CALL_TYPE =
  /^a?(?:(completion|text_completion|responses|anthropic_messages|generate_content(?:_stream)?)|(embedding)|(call_mcp_tool)|(rerank|image_generation|image_edit|speech|transcription|moderation))$/;

/** The name, the arguments and, once it is over, the result of a tool of MCP, as Python writes a dictionary. */
const TOOL = "metadata.mcp_tool_call_metadata";
const USAGE = "metadata.usage_object";

/** LiteLLM, as a proxy and as a library. */
export const litellm: Convention = {
  name: "litellm",
  mark: "the type of its call as `gen_ai.operation.name`",
  kindOf(span): SpanKind | undefined {
    // What the provider was sent, inside the span of the call.
    if (span.name === "raw_gen_ai_request") return "infrastructure";
    // With logging of messages turned off, the operation is missing.
    const operation = readMarker(span, ATTR_GEN_AI_OPERATION_NAME) || readMarker(span, "llm.request.type");
    if (!operation.startsWith("a") && span.scopeName !== "litellm") return undefined;
    const [, call, embedding, tool, other] = CALL_TYPE.exec(operation) ?? [];
    if (other !== undefined) return "infrastructure";
    if (embedding !== undefined) return "embedding";
    if (tool !== undefined) return "action";
    return call === undefined ? undefined : "model_call";
  },
  facts: [
    text("userId", "metadata.user_api_key_end_user_id", "metadata.user_api_key_user_id"),
    number("cost", "gen_ai.cost.total_cost"),
    text("toolName", { attribute: TOOL, pattern: /^\{'name': '([^']+)'/ }),
    number("cachedInputTokens", { attribute: USAGE, pattern: /'cached_tokens': (\d+)/ }),
    number("reasoningTokens", { attribute: USAGE, pattern: /'reasoning_tokens': (\d+)/ }),
  ],
  content: [content("arguments", ofTool("arguments")), content("result", ofTool("result"))],
};

function ofTool(member: string): PartSource {
  const read = (dictionary: AttributeValue): AttributeValue | undefined => {
    const tool = typeof dictionary === "string" ? readLiteral(dictionary) : undefined;
    const value = isRecord(tool) ? tool[member] : undefined;
    if (value === undefined || value === null) return undefined;
    return typeof value === "string" ? value : JSON.stringify(value);
  };
  return { attribute: TOOL, read };
}
