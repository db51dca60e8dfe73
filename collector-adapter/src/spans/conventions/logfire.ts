import { ATTR_GEN_AI_OPERATION_NAME } from "@runline/contract";
import type { Convention } from "./convention.ts";
import { content, number, text } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";

/** Logfire, and Pydantic AI before it wrote `gen_ai.operation.name` on every span. */
export const logfire: Convention = {
  name: "logfire",
  kindOf(span) {
    const type = readMarker(span, "logfire.span_type");
    // Not spans of work: a copy of one that has started, with an id of its own, and a log record written as a span.
    if (type === "pending_span" || type === "log") return "infrastructure";
    const isOldRun = span.name === "agent run" && span.attributes["agent_name"] !== undefined;
    return isOldRun && readMarker(span, ATTR_GEN_AI_OPERATION_NAME) === undefined ? "run" : undefined;
  },
  facts: [
    text("agentName", "agent_name"),
    number("cost", "operation.cost"),
    content("input", "tool_arguments", "pydantic_ai.all_messages"),
    content("output", "tool_response", "final_result"),
  ],
};
