import { ATTR_GEN_AI_TOOL_NAME } from "@runline/contract";
import type { Convention } from "./convention.ts";
import { content, number, text } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";

/** What puts the answers of tools that ran side by side into one: each of them has a span of its own. */
const MERGED_TOOLS = "(merged tools)";
/** Agents before they wrote `gen_ai.agent.name`. */
const OLD_AGENT = /^agent_run \[(.+)\]$/;
const TOOL = /^execute_tool (.+)$/;
const ANSWER = "gcp.vertex.agent.llm_response";
/** A count in the answer, as Python and as JavaScript write its name. */
const used = (count: string) => {
  const inJavaScript = count.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  return { attribute: ANSWER, members: [`usage_metadata.${count}`, `usageMetadata.${inJavaScript}`] };
};

/** Google's Agent Development Kit: `gen_ai.*` with requests and answers under names of its own. */
export const googleAdk: Convention = {
  name: "google_adk",
  mark: "the scope `gcp.vertex.agent`",
  kindOf(span) {
    if (readMarker(span, ATTR_GEN_AI_TOOL_NAME) === MERGED_TOOLS) return "infrastructure";
    if (span.scopeName !== "gcp.vertex.agent") return undefined;
    if (OLD_AGENT.test(span.name)) return "run";
    // What fails had no attributes yet in the older versions: its name alone says what it was.
    if (span.name === "call_llm") return "model_call";
    return TOOL.test(span.name) ? "action" : undefined;
  },
  agentNameOf: ({ name }) => OLD_AGENT.exec(name)?.[1],
  toolNameOf: ({ name }) => TOOL.exec(name)?.[1],
  facts: [
    text("conversationId", "gcp.vertex.agent.session_id"),
    // Of the counts beside them, that of the input includes what came from the cache, without saying how much; that of the output leaves
    // out what was thought.
    number("cachedInputTokens", used("cached_content_token_count")),
    number("reasoningTokens", used("thoughts_token_count")),
    number("totalTokens", used("total_token_count")),
  ],
  content: [
    content("arguments", "gcp.vertex.agent.tool_call_args"),
    content("result", "gcp.vertex.agent.tool_response"),
    content("input", "gcp.vertex.agent.llm_request"),
    content("output", ANSWER),
  ],
};
