import type { OtlpSpan } from "../../otlp/otlp-span.ts";
import { fromText } from "../content/from-json.ts";
import { firstText } from "../content/members.ts";
import { isRecord } from "../is-record.ts";
import type { Convention, OwnRules } from "./convention.ts";
import { content } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";

const TASK = "crewai.task.description";
const ANSWER = "crewai.task.raw";
const OWN: OwnRules = { facts: [], content: [content("inputMessages", TASK), content("outputMessages", ANSWER)] };

/** CrewAI's agents in OpenInference: what an agent was asked stands in its output, beside the answer; its input tells who it is. */
export const crewAi: Convention = {
  name: "crewai",
  kindOf: ({ attributes }) =>
    attributes["task_key"] !== undefined && attributes["openinference.span.kind"] === "AGENT" ? "run" : undefined,
  agentNameOf: (span) => readMarker(span, "graph.node.id") || undefined,
  facts: [],
  // Of crews and tasks as OpenLLMetry sees them.
  content: [content("input", TASK, "crewai.crew.tasks"), content("output", "crewai.crew.result")],
  own: () => OWN,
  attributesOf({ attributes }: OtlpSpan) {
    const output = fromText(attributes["output.value"]);
    if (!isRecord(output)) return attributes;
    const [task, answer] = [firstText(output, "description"), firstText(output, "raw")];
    return {
      ...attributes,
      ...(task !== undefined && { [TASK]: task }),
      ...(answer !== undefined && { [ANSWER]: answer }),
    };
  },
};
