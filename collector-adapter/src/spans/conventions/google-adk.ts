import { ATTR_GEN_AI_TOOL_NAME } from "@runline/contract";
import type { Convention } from "./convention.ts";
import { content, text } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";

/** What puts the answers of tools that ran side by side into one: each of them has a span of its own. */
const MERGED_TOOLS = "(merged tools)";
/** Agents before they wrote `gen_ai.agent.name`. */
const OLD_AGENT = /^agent_run \[(.+)\]$/;

/** Google's Agent Development Kit: `gen_ai.*` with requests and answers under names of its own. */
export const googleAdk: Convention = {
  name: "google_adk",
  mark: "the scope `gcp.vertex.agent`",
  kindOf(span) {
    if (readMarker(span, ATTR_GEN_AI_TOOL_NAME) === MERGED_TOOLS) return "infrastructure";
    return span.scopeName === "gcp.vertex.agent" && OLD_AGENT.test(span.name) ? "run" : undefined;
  },
  agentNameOf: ({ name }) => OLD_AGENT.exec(name)?.[1],
  facts: [text("conversationId", "gcp.vertex.agent.session_id")],
  content: [
    content("arguments", "gcp.vertex.agent.tool_call_args"),
    content("result", "gcp.vertex.agent.tool_response"),
    content("input", "gcp.vertex.agent.llm_request"),
    content("output", "gcp.vertex.agent.llm_response"),
  ],
};
