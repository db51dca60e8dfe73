import { describe, expect, test } from "vitest";
import { createLogRecord } from "../otlp/create-log-record.ts";
import type { OtlpLogRecord } from "../otlp/otlp-log-record.ts";
import { LogRecordPlaces } from "./log-record-places.ts";
import { fromLogRecord } from "./from-log-record.ts";

const NAMES = { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331", timestamp: 1795393454513.25 };

function toRecord(more: Partial<OtlpLogRecord>): OtlpLogRecord {
  return { ...createLogRecord({}), ...NAMES, ...more };
}

/** The facts and the body of the row that a log record makes. */
function read(more: Partial<OtlpLogRecord>) {
  const record = toRecord(more);
  const { facts, rows } = fromLogRecord(record, new LogRecordPlaces().take(record));
  return { facts: JSON.parse(facts), body: JSON.parse(rows[0]?.body ?? "{}") };
}

describe("messages of a model become content", () => {
  test("each of its own, with what the body says beside the message", () => {
    const asked = read({ name: "gen_ai.user.message", body: { content: "Rain in Oslo?" } });
    expect(asked.facts).toMatchObject({ isContent: true, message: "Rain in Oslo?" });
    expect(JSON.parse(asked.body.prompt)).toEqual([
      { role: "user", parts: [{ type: "text", content: "Rain in Oslo?" }] },
    ]);
    const answered = read({
      name: "gen_ai.choice",
      body: { index: 0, finish_reason: "stop", message: { content: "It snows." } },
    });
    expect(JSON.parse(answered.body.response)).toMatchObject([
      { role: "assistant", parts: [{ content: "It snows." }] },
    ]);
    expect(answered.body.record).toMatchObject({ name: "gen_ai.choice", body: { index: 0, finish_reason: "stop" } });
    expect(answered.facts).not.toHaveProperty("message");
  });

  test("all in one event, with what the model is told apart from them", () => {
    const parts = (content: string) => [{ type: "text", content }];
    const { facts, body } = read({
      name: "gen_ai.client.inference.operation.details",
      attributes: {
        "gen_ai.request.model": "m",
        "gen_ai.system_instructions": parts("Be brief."),
        "gen_ai.input.messages": [{ role: "user", parts: parts("Rain?") }],
        "gen_ai.output.messages": [{ role: "assistant", parts: parts("No."), finish_reason: "stop" }],
      },
    });
    expect(facts).toMatchObject({ isContent: true, isWhole: true, message: "Rain?" });
    expect(JSON.parse(body.prompt)).toMatchObject([
      { role: "system", parts: [{ content: "Be brief." }] },
      { role: "user", parts: [{ content: "Rain?" }] },
    ]);
    expect(JSON.parse(body.response)).toMatchObject([{ role: "assistant", parts: [{ content: "No." }] }]);
    expect(body.record.attributes).toEqual({ "gen_ai.request.model": "m" });
  });

  test("from a body that is JSON in a text", () => {
    const { body } = read({ name: "gen_ai.user.message", body: '{"role":"user","content":"Hi"}' });
    expect(JSON.parse(body.prompt)).toMatchObject([{ role: "user", parts: [{ content: "Hi" }] }]);
  });

  test("but for those that say nothing, as where content is not captured", () => {
    for (const body of [{}, { role: "user" }, { index: 0, finish_reason: "stop", message: { role: "assistant" } }]) {
      for (const name of ["gen_ai.user.message", "gen_ai.choice"]) {
        expect(read({ name, body }).facts).not.toHaveProperty("isContent");
      }
    }
  });
});

test("a plain record keeps its words, with how grave it is", () => {
  const { facts, body } = read({ severity: 17, body: "connection refused", attributes: { host: "db" } });
  expect(facts).toMatchObject({ level: "error", at: NAMES.timestamp, spanId: NAMES.spanId });
  expect(body).toEqual({
    record: {
      name: "",
      timestamp: NAMES.timestamp,
      severity: "error",
      body: "connection refused",
      attributes: { host: "db" },
    },
  });
  expect(read({ severity: 13, severityText: "WARNING" })).toMatchObject({
    facts: { level: "warn" },
    body: { record: { severity: "WARNING" } },
  });
  expect(read({ severity: 9 }).facts).not.toHaveProperty("level");
});

test("an exception is known by what it says", () => {
  const attributes = {
    "exception.type": "TimeoutError",
    "exception.message": "too slow",
    "exception.stacktrace": "at x",
  };
  expect(read({ name: "exception", severity: 17, attributes }).facts).toMatchObject({
    error: "too slow",
    errorType: "TimeoutError",
  });
});

test("a long text is cut, and the record says so", () => {
  const { body } = read({ body: { detail: "x".repeat(40_000) }, attributes: { stack: "y".repeat(40_000), short: 1 } });
  const { record } = body;
  expect([record.body.detail.length, record.attributes.stack.length]).toEqual([32_768, 32_768]);
  expect(record.attributes).toMatchObject({ short: 1, "otel.cut_values_count": 2 });
});

test("a record sent again is the same row, also in one request, and those of one moment have places", () => {
  const [first, second, later] = ["a", "b", "c"].map((content) => toRecord({ body: { content } }));
  if (!first || !second || !later) throw new Error("There are three records.");
  later.timestamp += 1;
  const take = (...records: OtlpLogRecord[]) => {
    const places = new LogRecordPlaces();
    return records.map((record) => places.take(record));
  };
  const [a, b, c] = take(first, second, later);
  expect([a, b, c].map((taken) => taken?.place)).toEqual([0, 1, 0]);
  expect(new Set([a, b, c].map((taken) => taken?.logRecordId)).size).toBe(3);
  expect(take(first, second, first, later, second)).toEqual([a, b, a, c, b]);
});

test("a record is the same in whatever order its members come: they are maps", () => {
  const deep = { content: [{ type: "text", text: "Hi" }], role: "user" };
  const first = toRecord({ body: { id: 1, deep }, attributes: { host: "db", port: 5432 } });
  const turned = { role: "user", content: [{ text: "Hi", type: "text" }] };
  const second = toRecord({ body: { deep: turned, id: 1 }, attributes: { port: 5432, host: "db" } });
  const places = new LogRecordPlaces();
  expect(places.take(second)).toEqual(places.take(first));
  const listed = { content: [{ type: "text", text: "Hi" }, 1], role: "user" };
  const swapped = { content: [1, { type: "text", text: "Hi" }], role: "user" };
  expect(places.take(toRecord({ body: listed }))).not.toEqual(places.take(toRecord({ body: swapped })));
});

test("a record of a trace alone is kept with the trace", () => {
  const { facts } = read({ spanId: "", body: "hello" });
  expect(facts).toMatchObject({ traceId: NAMES.traceId, spanId: "0".repeat(16) });
});
