import { LOST_AFTER_MS } from "@runline/contract";
import { describe, expect, test } from "vitest";
import { createAgentFacts, createFacts } from "../../test/support/create-facts.ts";
import { foldSpans } from "../fold/fold-spans.ts";
import type { StoredFacts, StoredSpan } from "../records/span-record.ts";
import { toRowId } from "../spans/row-id.ts";
import type { SpanRow } from "../sql/list-log-rows.ts";
import { selectTrace } from "./select-members.ts";
import { toRunSpans, type SpanSources } from "./to-run-spans.ts";

const TRACE_ID = createFacts("a").traceId;
const SENT: StoredSpan = { attributes: { "db.system": "postgresql" }, events: [], links: [] };
const NOTHING: SpanSources = { open: [], ended: [], silentMs: new Map() };
const CALL = { kind: "model_call", convention: "gen_ai", model: "gpt-4o" } as const;

const toMembers = (spans: StoredFacts[]) => selectTrace(spans, foldSpans(spans), TRACE_ID);
const read = (spans: StoredFacts[], sources: Partial<SpanSources> = {}) =>
  toRunSpans(toMembers(spans), { ...NOTHING, ...sources });
const createRow = (spanId: string, type: SpanRow["type"], body: SpanRow["body"] = {}): SpanRow => ({
  id: toRowId(TRACE_ID, spanId, "end"),
  type,
  body: { span: SENT, ...body },
});

describe("toRunSpans", () => {
  test("sorts by start, then by id", () => {
    const spans = [createFacts("c"), createFacts("b"), createFacts("a", undefined, { startedAt: 1000.5 })];
    expect(read(spans).map(({ spanId }) => spanId)).toEqual(["b", "c", "a"]);
  });

  test("calls an open span lost when nothing was heard of it for more than three heartbeats", () => {
    const open = { endedAt: undefined };
    const silentMs = new Map([
      [`${TRACE_ID}/heard`, LOST_AFTER_MS],
      [`${TRACE_ID}/silent`, LOST_AFTER_MS + 1],
    ]);
    const spans = read([createFacts("heard", undefined, open), createFacts("silent", undefined, open)], { silentMs });
    expect(spans.map(({ spanId, state }) => [spanId, state])).toEqual([
      ["heard", "open"],
      ["silent", "lost"],
    ]);
  });

  test("shows what was sent at the end, of a span whose snapshot was left behind too", () => {
    const snapshot = { attributes: {}, events: [], links: [] };
    const open = [
      { traceId: TRACE_ID, spanId: "1111111111111111", body: snapshot },
      { traceId: TRACE_ID, spanId: "2222222222222222", body: snapshot },
    ];
    const spans = read([createFacts("1111111111111111"), createFacts("2222222222222222")], {
      open,
      ended: [createRow("1111111111111111", "span")],
    });
    expect(spans.map(({ attributes }) => attributes)).toEqual([SENT.attributes, {}]);
  });

  test("takes what went in and came out from where the type of the row has it", () => {
    const ids = ["1111111111111111", "2222222222222222", "3333333333333333", "4444444444444444"] as const;
    const ended = [
      createRow(ids[0], "action", { options: { city: "Bonn" }, result: "rain" }),
      createRow(ids[1], "useModel:TEXT_LARGE", { prompt: "hi", response: "hello" }),
      createRow(ids[2], "run_event", { input: "q", output: "a" }),
      createRow(ids[3], "span"),
    ];
    const spans = read(
      ids.map((id) => createFacts(id)),
      { ended },
    );
    expect(spans.map(({ input, output }) => [input, output])).toEqual([
      [{ city: "Bonn" }, "rain"],
      ["hi", "hello"],
      ["q", "a"],
      [undefined, undefined],
    ]);
  });

  test("says what a call used once, on the call itself, whichever of its spans tells it", () => {
    const spans = read([
      createAgentFacts("Guide"),
      createFacts("outer", "Guide", { ...CALL, model: undefined, scope: "framework" }),
      createFacts("inner", "outer", { ...CALL, scope: "client", tokens: { input: 8, output: 2 }, cost: 0.1 }),
      createFacts("loop", "Guide", { tokens: { input: 8 }, startedAt: 1500 }),
    ]);
    expect(spans.map(({ spanId, label, detailOf, usage }) => [spanId, label, detailOf, usage])).toEqual([
      ["Guide", "Guide", undefined, undefined],
      ["inner", "inner", "outer", undefined],
      ["outer", "gpt-4o", undefined, { inputTokens: 8, outputTokens: 2, cost: 0.1 }],
      ["loop", "loop", undefined, undefined],
    ]);
  });

  test("says why a step failed, be it by the type of the error only", () => {
    const failed = (id: string, facts: Partial<StoredFacts>) =>
      createFacts(id, undefined, { status: "error", ...facts });
    const spans = read([
      failed("a", { error: "no rooms" }),
      failed("b", { errorType: "TimeoutError" }),
      failed("c", {}),
    ]);
    expect(spans.map(({ state, error }) => [state, error])).toEqual([
      ["error", "no rooms"],
      ["error", "TimeoutError"],
      ["error", "failed without a message"],
    ]);
  });
});
