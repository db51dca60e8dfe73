import { LOST_AFTER_MS, type RunSpan } from "@runline/contract";
import { describe, expect, test } from "vitest";
import type { StoredSpan } from "../records/span-record.ts";
import type { SpanRow } from "../sql/list-log-rows.ts";
import { selectOwnSpans, toRunSpans } from "./to-run-spans.ts";

const TRACE_ID = "0a4f3c1e7b1d4a4e9f0e3d1c5b2a7f10";
const TRACE_KEY = "0a4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10";
const RUN_ID = "11111111-1111-4111-8111-111111111111";
const OTHER_RUN_ID = "22222222-2222-4222-8222-222222222222";

function createSpan(spanId: string, parentSpanId?: string, overrides: Partial<StoredSpan> = {}): StoredSpan {
  return {
    spanId,
    ...(parentSpanId !== undefined && { parentSpanId }),
    traceId: TRACE_ID,
    runId: TRACE_KEY,
    kind: "infrastructure",
    name: spanId,
    label: spanId,
    state: "ok",
    startedAt: 1000,
    endedAt: 2000,
    durationMs: 1000,
    attributes: {},
    events: [],
    links: [],
    ...overrides,
  };
}

function createRow(span: StoredSpan, overrides: Partial<SpanRow> = {}): SpanRow {
  return {
    type: "span",
    ...overrides,
    body: { span, ...overrides.body },
  };
}

describe("toRunSpans", () => {
  test("sorts by start, then by id", () => {
    const rows = [createSpan("c"), createSpan("b"), createSpan("a", undefined, { startedAt: 1000.5 })];
    expect(toRunSpans({ ended: rows.map((span) => createRow(span)), open: [] }).map(({ spanId }) => spanId)).toEqual([
      "b",
      "c",
      "a",
    ]);
  });

  test("calls an open span lost when nothing was heard of it for more than three heartbeats", () => {
    const open = [
      { silentMs: LOST_AFTER_MS, body: createSpan("heard") },
      { silentMs: LOST_AFTER_MS + 1, body: createSpan("silent") },
    ];
    expect(toRunSpans({ ended: [], open }).map(({ spanId, state }) => [spanId, state])).toEqual([
      ["heard", "open"],
      ["silent", "lost"],
    ]);
  });

  test("shows the end of a span whose snapshot was left behind", () => {
    const span = createSpan("a");
    const spans = toRunSpans({ ended: [createRow(span)], open: [{ silentMs: 0, body: { ...span, state: "open" } }] });
    expect(spans.map(({ state }) => state)).toEqual(["ok"]);
  });

  test("keeps spans apart that have the same id in two traces", () => {
    const rows = [createSpan("a"), createSpan("a", undefined, { traceId: "f".repeat(32) })];
    expect(toRunSpans({ ended: rows.map((span) => createRow(span)), open: [] })).toHaveLength(2);
  });

  test("takes what went in and came out from where the type of the row has it", () => {
    const rows = [
      createRow(createSpan("action"), { type: "action", body: { options: { city: "Bonn" }, result: "rain" } }),
      createRow(createSpan("call"), { type: "useModel:TEXT_LARGE", body: { prompt: "hi", response: "hello" } }),
      createRow(createSpan("run"), { type: "run_event", body: { input: "q", output: "a" } }),
      createRow(createSpan("span")),
    ];
    const contents = toRunSpans({ ended: rows, open: [] }).map(({ spanId, input, output }) => [spanId, input, output]);
    expect(contents).toEqual([
      ["action", { city: "Bonn" }, "rain"],
      ["call", "hi", "hello"],
      ["run", "q", "a"],
      ["span", undefined, undefined],
    ]);
  });

  test("gives content of older rows, which hold what was sent, the shape that it has today", () => {
    const prompt = '{"model":"m","messages":[{"role":"user","content":"hi"}]}';
    const rows = [
      createRow(createSpan("action"), { type: "action", body: { options: '{"args":[],"kwargs":{"city":"Bonn"}}' } }),
      createRow(createSpan("call"), { type: "useModel:chat", body: { prompt, response: "hello" } }),
    ];
    expect(toRunSpans({ ended: rows, open: [] })).toMatchObject([
      { input: { city: "Bonn" } },
      { input: [{ role: "user", parts: [{ type: "text", content: "hi" }] }], output: "hello" },
    ]);
  });

  test("says what model calls and embeddings used, whatever their instrumentation calls it, and nothing of other rows", () => {
    const rows = [
      createRow(createSpan("call"), { type: "useModel:chat", body: { inputTokens: 8, outputTokens: 2, cost: 0.1 } }),
      createRow(createSpan("embedding"), { type: "embedding_event", body: { inputTokens: 8 } }),
      createRow(createSpan("silent call"), { type: "useModel:chat" }),
      createRow(createSpan("span"), { body: { inputTokens: 8 } }),
    ];
    const usages = toRunSpans({ ended: rows, open: [] }).map(({ spanId, usage }) => [spanId, usage]);
    expect(usages).toEqual([
      ["call", { inputTokens: 8, outputTokens: 2, cost: 0.1 }],
      ["embedding", { inputTokens: 8 }],
      ["silent call", undefined],
      ["span", undefined],
    ]);
  });

  test("passes over rows that hold no span", () => {
    const row = createRow(createSpan("a"));
    expect(toRunSpans({ ended: [{ ...row, body: {} }], open: [] })).toEqual([]);
  });
});

describe("selectOwnSpans", () => {
  const select = (spans: RunSpan[]) =>
    selectOwnSpans(spans, new Set([RUN_ID])).map(({ spanId, caller }) => (caller ? `${spanId} (caller)` : spanId));

  test("keeps what is below the run and who called it, and nothing beside it", () => {
    const spans = [
      createSpan("gateway"),
      createSpan("auth", "gateway"),
      createSpan("queue", "gateway"),
      createSpan("run", "queue", { runId: RUN_ID }),
      createSpan("action", "run", { runId: RUN_ID }),
      createSpan("http", "action"),
      createSpan("sql", "http"),
      createSpan("other run", "queue", { runId: OTHER_RUN_ID }),
      createSpan("other http", "other run"),
    ];
    expect(select(spans)).toEqual(["gateway (caller)", "queue (caller)", "run", "action", "http", "sql"]);
  });

  test("gives a run inside the run to that run, with all below it", () => {
    const spans = [
      createSpan("run", undefined, { runId: RUN_ID }),
      createSpan("http", "run"),
      createSpan("inner run", "http", { runId: OTHER_RUN_ID }),
      createSpan("inner http", "inner run"),
    ];
    expect(select(spans)).toEqual(["run", "http"]);
  });

  test("ends, and keeps nothing, where spans are each other's parents", () => {
    expect(select([createSpan("a", "b"), createSpan("b", "a"), createSpan("self", "self")])).toEqual([]);
  });

  test("ends where the callers of the run are each other's parents", () => {
    const spans = [createSpan("a", "b"), createSpan("b", "a"), createSpan("run", "a", { runId: RUN_ID })];
    expect(select(spans)).toEqual(["a (caller)", "b (caller)", "run"]);
  });

  test("takes a parent that was never delivered for the end of the chain", () => {
    const spans = [createSpan("orphan", "gone"), createSpan("run", "gone", { runId: RUN_ID })];
    expect(select(spans)).toEqual(["run"]);
  });

  test("follows a chain of 100,000 spans, whatever their order", () => {
    const run = createSpan("0", undefined, { runId: RUN_ID });
    const chain = Array.from({ length: 100_000 }, (_, index) => createSpan(String(index + 1), String(index)));
    expect(select([run, ...chain])).toHaveLength(100_001);
    expect(select([...chain.toReversed(), run])).toHaveLength(100_001);
  });
});
