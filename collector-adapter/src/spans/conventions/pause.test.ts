import {
  ATTR_GEN_AI_AGENT_EXECUTION_ID,
  ATTR_GEN_AI_AGENT_RESUMED_FROM_ID,
  EVENT_AGENT_PAUSED,
  EVENT_AGENT_RESUMED,
} from "@runline/contract";
import { expect, test } from "vitest";
import { createSpan } from "../../otlp/create-span.ts";
import type { Attributes } from "../../otlp/otlp-span.ts";
import { findExecution, findResumedFrom } from "./pause.ts";

/** A span with these events. */
function createSpanWith(...events: [name: string, attributes: Attributes][]) {
  const span = createSpan({});
  span.events = events.map(([name, attributes]) => ({ name, timestamp: 0, attributes }));
  return span;
}

test("the execution and the pause are those of the first event that names one: an empty text names none", () => {
  const span = createSpanWith(
    ["exception", { [ATTR_GEN_AI_AGENT_EXECUTION_ID]: "of something else" }],
    [EVENT_AGENT_RESUMED, { [ATTR_GEN_AI_AGENT_EXECUTION_ID]: "", [ATTR_GEN_AI_AGENT_RESUMED_FROM_ID]: "" }],
    [EVENT_AGENT_RESUMED, { [ATTR_GEN_AI_AGENT_RESUMED_FROM_ID]: "pause 1" }],
    [EVENT_AGENT_PAUSED, { [ATTR_GEN_AI_AGENT_EXECUTION_ID]: "run 1" }],
  );
  expect(findExecution(span)).toBe("run 1");
  expect(findResumedFrom(span)).toBe("pause 1");
});

test("a span whose events name nothing is a part of no execution", () => {
  const span = createSpanWith([EVENT_AGENT_PAUSED, { [ATTR_GEN_AI_AGENT_EXECUTION_ID]: "" }]);
  expect([findExecution(span), findResumedFrom(span)]).toEqual([undefined, undefined]);
});
