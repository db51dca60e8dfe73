import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createForeignTrace } from "../../test/support/foreign-trace.ts";
import { encodeJson, encodeLogsProtobuf } from "../../test/support/otlp-encoder.ts";
import { logOf, toLogsRequest, type TestLogRecord } from "../../test/support/test-log-record.ts";
import { toTraceRequest, type TestSpan } from "../../test/support/test-span.ts";
import { foldEntries } from "../fold/fold-entries.ts";
import type { LogRow, SpanRecord } from "../records/span-record.ts";
import { listContentLogRecords, readLogRecordContent } from "../runs/log-record-content.ts";
import { addRecords, createSpanSet, parseFacts } from "../store/span-set.ts";
import { listFacts } from "../store/fold-set.ts";
import { readRecords, type KeptSignal } from "./read-records.ts";

const CHAT = { "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o" };
const trace = createForeignTrace();
const agent = trace.span("invoke_agent", { "gen_ai.operation.name": "invoke_agent" }, { to: 900 });
const chat = trace.span("chat", CHAT, { parent: agent, from: 10, to: 300, error: "" });
const spans = [agent, chat, trace.span("execute_tool", { "gen_ai.tool.name": "search" }, { parent: agent, from: 400 })];

/** What was logged, moment by moment: records of one moment of a span keep the order in which a request has them. */
const MOMENTS: TestLogRecord[][] = [
  [
    logOf(chat, { name: "gen_ai.system.message", body: { content: "Be brief." } }),
    logOf(chat, { name: "gen_ai.user.message", body: { content: "I am Ada." } }),
    logOf(chat, { name: "gen_ai.assistant.message", body: { content: "Hi." } }),
    logOf(chat, { name: "gen_ai.user.message", body: { content: "ok" } }),
    logOf(chat, { name: "gen_ai.assistant.message", body: { content: "Well?" } }),
    logOf(chat, { name: "gen_ai.user.message", body: { content: "no" } }),
  ],
  [logOf(chat, { after: 50, name: "gen_ai.choice", body: { message: "Your name is Ada." } })],
  [logOf(chat, { after: 60, severity: 17, attributes: { "exception.message": "429", "exception.type": "RateLimit" } })],
  [logOf(agent, { after: 700, name: "gen_ai.evaluation.result", attributes: { "gen_ai.evaluation.name": "Fluency" } })],
  [logOf(trace.span("never"), { body: "orphan" })],
  [{ traceId: trace.traceId, at: trace.startedAt + 5, body: "of the trace alone" }],
];

/** Reads a request, into rows and facts as the store keeps them. */
function read(signal: KeptSignal, body: Buffer, encoding: "json" | "protobuf", onRecord: (record: SpanRecord) => void) {
  return readRecords({ signal, body, encoding }, (_place, record) => onRecord(record));
}

interface Sent {
  spans: readonly TestSpan[];
  records: readonly TestLogRecord[];
}

/** What requests make of the trace, in whatever order they come. */
function fold(requests: readonly Sent[]) {
  const set = createSpanSet();
  const rows = new Map<string, LogRow>();
  const onRecord = (record: SpanRecord) => {
    addRecords(set, [record]);
    for (const row of record.rows) {
      const before = rows.get(row.id);
      if (before === undefined || before.version < row.version) rows.set(row.id, row);
    }
  };
  for (const request of requests) {
    read("traces", encodeJson(toTraceRequest(request.spans)), "json", onRecord);
    read("logs", encodeLogsProtobuf(toLogsRequest(request.records)), "protobuf", onRecord);
  }
  const { runs, spans: joined, unseen } = foldEntries(listFacts(set).map(parseFacts));
  const contents = joined.map(({ spanId, logRecords = [] }) => {
    const told = listContentLogRecords(logRecords).map((logRecord) => ({
      logRecord,
      body: JSON.parse(rows.get(logRecord.logRecordId)?.body ?? "{}"),
    }));
    return [spanId, readLogRecordContent(told)] as const;
  });
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  return {
    runs,
    contents: new Map(contents.toSorted(([a], [b]) => (a < b ? -1 : 1))),
    unseen: new Map([...unseen].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    rows: [...rows.values()].toSorted(byId),
  };
}

test("spans and log records make the same in any order, split and repetition", () => {
  const pieces: Sent[] = [
    ...spans.map((span) => ({ spans: [span], records: [] })),
    ...MOMENTS.map((records) => ({ spans: [], records })),
  ];
  const whole = fold([{ spans, records: MOMENTS.flat() }]);
  expect(whole.contents.get(chat.spanId)).toMatchObject({
    input: [{ role: "system" }, { role: "user" }, { role: "assistant" }, { parts: [{ content: "ok" }] }, {}, {}],
    output: [{ role: "assistant", parts: [{ content: "Your name is Ada." }] }],
  });
  expect(whole.runs).toMatchObject([
    { message: "no", counts: { evaluators: 1 }, cause: { message: "RateLimit: 429" } },
  ]);
  expect([...whole.unseen.values()].flat()).toHaveLength(2);

  const places = pieces.map((_, index) => index);
  const arrival = fc.record({
    order: fc.shuffledSubarray(places, { minLength: places.length }),
    again: fc.shuffledSubarray(places),
    size: fc.integer({ min: 1, max: 5 }),
  });
  fc.assert(
    fc.property(arrival, ({ order, again, size }) => {
      const sent = [...order, ...again].flatMap((place) => pieces[place] ?? []);
      const requests = Array.from({ length: Math.ceil(sent.length / size) }, (_, index) => {
        const part = sent.slice(index * size, (index + 1) * size);
        return { spans: part.flatMap((piece) => piece.spans), records: part.flatMap((piece) => piece.records) };
      });
      expect(fold(requests)).toEqual(whole);
    }),
  );
});

test("a log record without a trace is counted and told, whatever stands beside it", () => {
  const taken: SpanRecord[] = [];
  const records = [
    { at: Date.now(), body: "lost" },
    logOf(chat, { body: "kept" }),
    { at: Date.now(), body: "lost too" },
  ];
  const summary = read("logs", encodeJson(toLogsRequest(records)), "json", (record) => taken.push(record));
  expect(summary).toMatchObject({ rejected: 2, unread: [expect.stringContaining("name no trace")] });
  expect(taken).toHaveLength(1);
});

test("a log record that holds spans is told why not all of them were taken, and what can be kept of it is", () => {
  const partial = (some: readonly TestSpan[]) => ({
    at: Date.now(),
    attributes: { "span.state": "heartbeat", "log.body.type": "json/v1" },
    body: encodeJson(toTraceRequest(some)).toString(),
  });
  const taken: SpanRecord[] = [];
  const records = [partial([agent, { ...chat, spanId: "none" }]), { ...partial([]), body: "{" }];
  const summary = read("logs", encodeJson(toLogsRequest(records)), "json", (record) => taken.push(record));
  expect(summary).toMatchObject({
    rejected: 2,
    rejectedReasons: [expect.stringMatching(/span that was not taken: .*spanId/), expect.stringContaining("JSON")],
    unread: [],
  });
  expect(taken.map(({ spanId }) => spanId)).toEqual([agent.spanId]);

  const traced = { ...logOf(chat, {}), ...partial([{ ...chat, spanId: "none" }]) };
  const kept = read("logs", encodeJson(toLogsRequest([traced])), "json", (record) => taken.push(record));
  expect(kept).toMatchObject({ rejected: 0, rejectedReasons: [] });
  expect(taken.at(-1)).toMatchObject({ spanId: chat.spanId, isLogRecord: true });
});

test("a log record whose time cannot be is dropped and counted", () => {
  const records = [{ ...logOf(chat, {}), at: Date.now() + 3 * 86_400_000 }];
  expect(read("logs", encodeJson(toLogsRequest(records)), "json", () => {})).toMatchObject({ outOfRange: 1 });
});
