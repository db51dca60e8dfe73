import { expect, test } from "vitest";
import { createSpan } from "../../otlp/create-span.ts";
import type { Attributes } from "../../otlp/otlp-span.ts";
import { toMeantSpans } from "../to-meant-spans.ts";
import { toSpanRecord } from "../to-span-record.ts";

const AGENT = { "mastra.span.type": "agent_run", "gen_ai.operation.name": "invoke_agent" };
const WORKFLOW = { "mastra.span.type": "workflow_run", "gen_ai.operation.name": "invoke_workflow" };
const RESUMED = { "mastra.metadata.resumed": true, "mastra.metadata.resumedFromSpanId": "00f067aa0ba902b7" };
const waitingFor = (output: object) => ({ ...AGENT, "mastra.agent_run.output": JSON.stringify(output) });

const toSpan = (attributes: Attributes) => ({
  ...createSpan({}),
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "b7ad6b7169203331",
  parentSpanId: "00f067aa0ba902b7",
  startedAt: 100,
  endedAt: 200,
  statusCode: 1 as const,
  attributes,
});
const readFacts = (attributes: Attributes) =>
  toMeantSpans(toSpan(attributes)).map((span) => JSON.parse(toSpanRecord(span).facts));

test.each<[Attributes, string]>([
  [{ ...WORKFLOW, "mastra.workflow_run.status": "suspended" }, "an answer"],
  [waitingFor({ status: "suspended", reason: "tool-call-approval", toolName: "book_table" }), "approval of book_table"],
  [waitingFor({ status: "suspended", reason: "tool-call-suspended", toolName: "ask" }), "an answer to ask"],
  [waitingFor({ status: "suspended" }), "an answer"],
])("%j waits for %s", (attributes, waitsFor) => {
  const [span, wait] = readFacts(attributes);
  expect(span).toMatchObject({ kind: "run", status: "ok" });
  expect(wait).toMatchObject({ isPause: true, isWait: true, startedAt: 200, parentSpanId: span.spanId, waitsFor });
});

test.each<[Attributes]>([
  [{ ...WORKFLOW, "mastra.workflow_run.status": "success" }],
  [waitingFor({ text: 'status":"suspended' })],
  [{ ...AGENT, "mastra.agent_run.output": "suspended" }],
  [{ "mastra.span.type": "workflow_step", "mastra.workflow_step.status": "suspended" }],
])("%j does not wait", (attributes) => {
  expect(readFacts(attributes)).toHaveLength(1);
});

test("a part goes on after the pause of the span that it names and is below; spans inside it only repeat that", () => {
  expect(readFacts({ ...AGENT, ...RESUMED })).toMatchObject([{ resumedFrom: "00f067aa0ba902b7" }]);
  const other = { ...RESUMED, "mastra.metadata.resumedFromSpanId": "00f067aa0ba902b8" };
  expect(readFacts({ ...AGENT, ...other })[0]).not.toHaveProperty("resumedFrom");
  expect(readFacts({ "gen_ai.operation.name": "chat", ...RESUMED })[0]).not.toHaveProperty("resumedFrom");
});

test("what was exported from here says it once", () => {
  const [sent] = toMeantSpans(toSpan({ ...WORKFLOW, ...RESUMED, "mastra.workflow_run.status": "suspended" }));
  expect(sent?.events).toHaveLength(2);
  expect(sent && toMeantSpans(sent)[0]?.events).toHaveLength(2);
});
