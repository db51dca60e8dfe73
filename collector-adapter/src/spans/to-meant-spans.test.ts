import { formatTraceMark, TRACE_STATE_KEY } from "@runline/contract";
import { expect, test } from "vitest";
import { createSpan } from "../otlp/create-span.ts";
import type { Attributes } from "../otlp/otlp-span.ts";
import { toMeantSpans } from "./to-meant-spans.ts";
import { toSpanRecord } from "./to-span-record.ts";

const EXECUTION = { "gen_ai.agent.execution.id": "5f1d0c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10" };
const RUN = { "runline.run.id": "aa1d0c1e-7b1d-4a4e-9f0e-3d1c5b2a7f11" };
const AGENT = { "runline.agent.id": "bb1d0c1e-7b1d-4a4e-9f0e-3d1c5b2a7f12" };

/** What an agent's span and the pause that it has as an event are folded by. */
function readPaused(ofSpan: Attributes, ofEvent: Attributes, traceState = "") {
  const span = createSpan({});
  const agent = { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "Clerk", ...ofSpan };
  const event = { name: "gen_ai.agent.paused", timestamp: 1795393454513, attributes: ofEvent };
  const spans = toMeantSpans({
    ...span,
    traceId: "0af7651916cd43dd8448eb211c80319c",
    traceState,
    attributes: agent,
    events: [event],
  });
  return spans.map(toSpanRecord).map(({ foldKey, agentId }) => ({ foldKey, agentId }));
}

test.each<[string, Attributes, Attributes, string]>([
  ["the event alone names", {}, EXECUTION, EXECUTION["gen_ai.agent.execution.id"]],
  ["the span alone names", EXECUTION, {}, EXECUTION["gen_ai.agent.execution.id"]],
  ["the span names otherwise than the event", RUN, EXECUTION, RUN["runline.run.id"]],
])("a pause is of the run of its span, which %s", (_, ofSpan, ofEvent, foldKey) => {
  const both = readPaused({ ...ofSpan, ...AGENT }, ofEvent);
  expect(both).toEqual([0, 1].map(() => ({ foldKey, agentId: AGENT["runline.agent.id"] })));
});

test("an answer that was streamed begins with its stream, also once it was exported with that", () => {
  const record = {
    ...createSpan({}),
    scopeName: "logfire.openai",
    name: "streaming response from {request_data[model]!r} took {duration:.2f}s",
    startedAt: 1795393454513,
    endedAt: 1795393454513,
    attributes: { duration: 2 },
  };
  const [answer = record] = toMeantSpans(record);
  expect(answer).toMatchObject({ startedAt: 1795393452513, endedAt: 1795393454513 });
  expect(toMeantSpans(answer)).toEqual([answer]);
});

test("a pause is of the run that was handed down to its span", () => {
  const runId = RUN["runline.run.id"];
  const both = readPaused({}, {}, `${TRACE_STATE_KEY}=${formatTraceMark({ runId, isInModelCall: false })}`);
  expect(both.map(({ foldKey }) => foldKey)).toEqual([runId, runId]);
});
