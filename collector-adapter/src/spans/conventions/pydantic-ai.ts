import { ATTR_GEN_AI_OPERATION_NAME } from "@runline/contract";
import { readInputEvents, readOutputEvents, toEvents } from "../content/read-message-events.ts";
import type { Convention } from "./convention.ts";
import { content, number, text, type PartSource } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";

/** Messages as a list of events, as they were before version 2 of the instrumentation. */
const INPUTS: readonly PartSource[] = ["all_messages_events", "events"].map((attribute) => ({
  attribute,
  read: (list) => readInputEvents(toEvents(list)),
}));

/** Pydantic AI: `gen_ai.*`, with names of its own beside these and, in older versions, in place of them. */
export const pydanticAi: Convention = {
  name: "pydantic_ai",
  kindOf(span) {
    const isOldRun = span.name === "agent run" && span.attributes["agent_name"] !== undefined;
    return isOldRun && readMarker(span, ATTR_GEN_AI_OPERATION_NAME) === "" ? "run" : undefined;
  },
  facts: [text("agentName", "agent_name"), number("cost", "operation.cost")],
  content: [
    content("arguments", "tool_arguments"),
    content("result", "tool_response"),
    content("inputMessages", "pydantic_ai.all_messages", ...INPUTS),
    content("outputMessages", { attribute: "events", read: (list) => readOutputEvents(toEvents(list)) }),
    content("output", "final_result"),
  ],
};
