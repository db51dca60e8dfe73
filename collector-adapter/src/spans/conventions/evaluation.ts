import {
  ATTR_GEN_AI_EVALUATION_EXPLANATION,
  ATTR_GEN_AI_EVALUATION_NAME,
  ATTR_GEN_AI_EVALUATION_SCORE_LABEL,
  ATTR_GEN_AI_EVALUATION_SCORE_VALUE,
} from "@runline/contract";
import { createSpan } from "../../otlp/create-span.ts";
import { makeSpanId } from "../made-ids.ts";
import type { Convention } from "./convention.ts";
import { content } from "./fact-rule.ts";

const EVENT = "gen_ai.evaluation.result";
/** What tells evaluations of one span in one moment from each other. */
const SAID = [
  ATTR_GEN_AI_EVALUATION_NAME,
  ATTR_GEN_AI_EVALUATION_SCORE_VALUE,
  ATTR_GEN_AI_EVALUATION_SCORE_LABEL,
  ATTR_GEN_AI_EVALUATION_EXPLANATION,
  "gen_ai.response.id",
];

/**
 * Evaluations of the GenAI conventions, which are events of the span that is judged and not spans: an evaluator of the moment in which
 * they were written. Written once as a log record and once more as an event of the span, an evaluation is one.
 */
export const evaluation: Convention = {
  name: "gen_ai",
  kindOf: ({ name }) => (name === EVENT ? "evaluator" : undefined),
  facts: [],
  content: [content("output", ATTR_GEN_AI_EVALUATION_EXPLANATION)],
  spansOf({ name, traceId, spanId, timestamp, attributes, resource, scopeName, scopeVersion }) {
    if (name !== EVENT || traceId === "") return undefined;
    const said = SAID.map((attribute) => attributes[attribute] ?? "");
    const span = createSpan(resource);
    span.traceId = traceId;
    span.spanId = makeSpanId(EVENT, traceId, spanId, timestamp, ...said);
    span.parentSpanId = spanId === "" ? undefined : spanId;
    span.name = EVENT;
    span.startedAt = timestamp;
    span.endedAt = timestamp;
    span.attributes = attributes;
    span.scopeName = scopeName;
    span.scopeVersion = scopeVersion;
    return [span];
  },
};
