import { describe, expect, test } from "vitest";
import { encodeJson, encodeProtobuf } from "../../../test/support/otlp-encoder.ts";
import { createLogRecord } from "../../otlp/create-log-record.ts";
import { createSpan } from "../../otlp/create-span.ts";
import type { OtlpLogRecord } from "../../otlp/otlp-log-record.ts";
import type { OtlpSpan } from "../../otlp/otlp-span.ts";
import { classifySpan } from "../classify-span.ts";
import { findSpansOf } from "../find-spans-of.ts";
import { toMeantSpans } from "../to-meant-spans.ts";

const TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
const SPAN_ID = "b7ad6b7169203331";
const AT = 1795393454513;
const JUDGED = {
  "gen_ai.evaluation.name": "Relevance",
  "gen_ai.evaluation.score.value": 0.9,
  "gen_ai.evaluation.score.label": "pass",
  "gen_ai.evaluation.explanation": "It answers the question.",
};

function toRecord(more: Partial<OtlpLogRecord>): OtlpLogRecord {
  return { ...createLogRecord({}), traceId: TRACE_ID, spanId: SPAN_ID, timestamp: AT, ...more };
}

/** The spans of a record, all of which can be taken. */
function readSpans(more: Partial<OtlpLogRecord>): readonly OtlpSpan[] {
  const { spans = [], refused } = findSpansOf(toRecord(more)) ?? {};
  expect(refused).toEqual([]);
  return spans;
}

function toSpan(more: Partial<OtlpSpan>): OtlpSpan {
  return {
    ...createSpan({}),
    traceId: TRACE_ID,
    spanId: SPAN_ID,
    name: "chat",
    startedAt: AT,
    endedAt: AT + 10,
    ...more,
  };
}

describe("an evaluation", () => {
  test("is an evaluator below the span that was judged", () => {
    const [span, ...others] = readSpans({ name: "gen_ai.evaluation.result", attributes: JUDGED });
    expect(others).toEqual([]);
    expect(span).toMatchObject({ traceId: TRACE_ID, parentSpanId: SPAN_ID, startedAt: AT, endedAt: AT });
    expect(span && classifySpan(span)).toMatchObject({
      kind: "evaluator",
      facts: { evaluatorName: "Relevance", score: 0.9, verdict: "pass" },
      content: { output: [{ role: "assistant", parts: [{ content: "It answers the question." }] }] },
    });
  });

  test("is the same whether written as a log record or as an event of the span, and another one each time", () => {
    const [judged] = readSpans({ name: "gen_ai.evaluation.result", attributes: JUDGED });
    const event = { name: "gen_ai.evaluation.result", timestamp: AT, attributes: JUDGED };
    const again = { ...event, attributes: { ...JUDGED, "gen_ai.evaluation.name": "Fluency" } };
    const [, first, second] = toMeantSpans(toSpan({ events: [event, again] }));
    expect(first).toEqual(judged);
    expect(second?.spanId).not.toBe(first?.spanId);
  });

  test("of another answer, or with another word or reason, is another one, though of the same moment and score", () => {
    const ids = [
      {},
      { "gen_ai.response.id": "r-1" },
      { "gen_ai.response.id": "r-2" },
      { "gen_ai.evaluation.score.label": "fail" },
      { "gen_ai.evaluation.explanation": "It does not." },
    ].map((more) => readSpans({ name: "gen_ai.evaluation.result", attributes: { ...JUDGED, ...more } })[0]?.spanId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("that failed says so", () => {
    const attributes = { ...JUDGED, "error.type": "timeout" };
    const [span] = readSpans({ name: "gen_ai.evaluation.result", attributes });
    expect(span && classifySpan(span).facts.status).toBe("timeout");
  });
});

describe("a partial span", () => {
  const open = { traceId: TRACE_ID, spanId: SPAN_ID, name: "chat", startTimeUnixNano: `${AT}000000` };
  const toBody = (span: typeof open & { endTimeUnixNano?: string }) => ({
    resourceSpans: [{ scopeSpans: [{ spans: [span] }] }],
  });
  const heartbeat = encodeJson(toBody(open)).toString();

  test.each([
    ["in today's words", { "span.state": "heartbeat", "log.body.type": "json/v1" }, heartbeat],
    [
      "in older words",
      { "partial.event": "heartbeat", "partial.frequency": "5000ms", "partial.body.type": "json/v1" },
      heartbeat,
    ],
    ["in the oldest", { "partial.event": "heartbeat" }, encodeProtobuf(toBody(open)).toString("base64")],
  ])("is a span that goes on: %s", (_title, attributes, body) => {
    const spans = readSpans({ traceId: "", spanId: "", attributes, body });
    expect(spans).toMatchObject([{ traceId: TRACE_ID, spanId: SPAN_ID, name: "chat", startedAt: AT }]);
    expect(spans[0]?.endedAt).toBeUndefined();
  });

  test.each([{ "span.state": "ended" }, { "partial.event": "stop" }])(
    "that has stopped is the whole span: %j",
    (state) => {
      const body = encodeJson(toBody({ ...open, endTimeUnixNano: `${AT + 9}000000` })).toString();
      const attributes = { ...state, "log.body.type": "json/v1" };
      expect(readSpans({ attributes, body })).toMatchObject([{ spanId: SPAN_ID, endedAt: AT + 9 }]);
    },
  );

  test("beside one that is not valid is taken, and why the other is not is told", () => {
    const attributes = { "span.state": "heartbeat", "log.body.type": "json/v1" };
    const spans = [open, { ...open, spanId: "" }];
    const body = encodeJson({ resourceSpans: [{ scopeSpans: [{ spans }] }] }).toString();
    const found = findSpansOf(toRecord({ attributes, body }));
    expect(found).toMatchObject({ spans: [{ spanId: SPAN_ID }], refused: [expect.stringContaining("spanId")] });
  });

  test.each<[OtlpLogRecord["body"], RegExp]>([
    ["", /JSON/],
    ["{", /JSON/],
    ["[]", /./],
    ["{}", /no span/],
    [7, /JSON/],
  ])("whose body is %j is told", (body, reason) => {
    const attributes = { "span.state": "heartbeat", "log.body.type": "json/v1" };
    const found = findSpansOf(toRecord({ attributes, body }));
    expect(found).toMatchObject({ spans: [], refused: [expect.stringMatching(reason)] });
  });
});

describe("a pending span of Logfire", () => {
  const attributes = {
    "logfire.span_type": "pending_span",
    "logfire.pending_parent_id": "00000000000000aa",
    "gen_ai.operation.name": "chat",
  };
  const pending = toSpan({ spanId: "00000000000000bb", parentSpanId: SPAN_ID, endedAt: AT, attributes });

  test("is the span that it announces, which has not ended", () => {
    const [span, ...others] = toMeantSpans({ ...pending, name: "chat m (pending)" });
    expect(others).toEqual([]);
    expect(span).toMatchObject({ spanId: SPAN_ID, parentSpanId: "00000000000000aa", name: "chat m", startedAt: AT });
    expect(span?.endedAt).toBeUndefined();
    expect(span && classifySpan(span)).toMatchObject({ kind: "model_call", facts: { isToldOnce: true } });
  });

  test("of a root says so by zeros, or says nothing", () => {
    const { "logfire.pending_parent_id": _parent, ...silent } = attributes;
    const zeros = { ...attributes, "logfire.pending_parent_id": "0".repeat(16) };
    for (const each of [silent, zeros]) {
      expect(toMeantSpans({ ...pending, attributes: each })[0]?.parentSpanId).toBeUndefined();
    }
  });

  test("that does not say what it announces stays what it is", () => {
    const [span] = toMeantSpans({ ...pending, parentSpanId: undefined });
    expect(span).toMatchObject({ spanId: pending.spanId, endedAt: AT });
    expect(span && classifySpan(span).kind).toBe("infrastructure");
  });
});

test("other log records stand for no span", () => {
  for (const name of ["", "exception", "gen_ai.user.message", "gen_ai.choice"]) {
    expect(findSpansOf(toRecord({ name, body: "said" }))).toBeUndefined();
  }
});
