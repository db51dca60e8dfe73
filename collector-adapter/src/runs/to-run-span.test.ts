import { LOST_AFTER_MS, SILENT_AFTER_MS } from "@runline/contract";
import { describe, expect, test } from "vitest";
import { createAgentFacts, createFacts } from "../../test/support/create-facts.ts";
import { foldSpans } from "../fold/fold-spans.ts";
import type { StoredFacts, LogRecordFacts } from "../records/span-record.ts";
import { selectTrace } from "./select-members.ts";
import { toRunSpan } from "./to-run-span.ts";

const TRACE_ID = createFacts("a").traceId;
const CALL = { kind: "model_call", convention: "gen_ai", model: "gpt-4o" } as const;

const read = (spans: StoredFacts[], silentMs?: number) =>
  selectTrace(spans, foldSpans(spans), TRACE_ID).map((member) => toRunSpan(member, silentMs));

describe("toRunSpan", () => {
  test("calls an open span lost when nothing was heard of it for more than three heartbeats", () => {
    const open = [createFacts("a", undefined, { endedAt: undefined, heartbeat: true })];
    expect(read(open, LOST_AFTER_MS)[0]?.state).toBe("open");
    expect(read(open, LOST_AFTER_MS + 1)[0]?.state).toBe("lost");
  });

  test("waits longer for one whose start alone was told", () => {
    const open = [createFacts("a", undefined, { endedAt: undefined })];
    expect(read(open, SILENT_AFTER_MS)[0]?.state).toBe("open");
    expect(read(open, SILENT_AFTER_MS + 1)[0]?.state).toBe("lost");
  });

  test("draws the gravest log records of a span, messages of a model left out, and says how many more there are", () => {
    const logRecord = (at: number, more: Partial<LogRecordFacts> = {}): LogRecordFacts => {
      return { traceId: TRACE_ID, spanId: "a", logRecordId: `${at}`, at, place: 0, ...more };
    };
    const logRecords = [
      logRecord(1, { isContent: true }),
      ...Array.from({ length: 40 }, (_, index) => logRecord(10 + index)),
      logRecord(60, { level: "error" }),
      logRecord(70, { level: "warn" }),
    ];
    const [bar] = read([createFacts("a", undefined, { logRecords })]);
    expect(bar?.logRecords).toHaveLength(32);
    expect(bar?.logRecords?.slice(-3)).toEqual([{ at: 39 }, { at: 60, level: "error" }, { at: 70, level: "warn" }]);
    expect({ more: bar?.moreLogRecords, hasContent: bar?.hasContent }).toEqual({ more: 10, hasContent: true });
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
      ["outer", "gpt-4o", undefined, { inputTokens: 8, outputTokens: 2, cost: 0.1 }],
      ["inner", "inner", "outer", undefined],
      ["loop", "loop", undefined, undefined],
    ]);
  });

  test("says why a step failed, be it by the type of the error only, and of a long text the beginning", () => {
    const failed = (id: string, facts: Partial<StoredFacts>) =>
      createFacts(id, undefined, { status: "error", ...facts });
    const spans = read([
      failed("a", { error: "no rooms" }),
      failed("b", { errorType: "TimeoutError" }),
      failed("c", {}),
      failed("d", { error: "x".repeat(1000) }),
    ]);
    expect(spans.map(({ state, error }) => [state, error])).toEqual([
      ["error", "no rooms"],
      ["error", "TimeoutError"],
      ["error", "failed without a message"],
      ["error", `${"x".repeat(199)}…`],
    ]);
  });

  test("names the last of the tries of a step on each of them, and on no call that is none", () => {
    const post = (id: string, startedAt: number, facts: Partial<StoredFacts> = {}) =>
      createFacts(id, "Guide", { label: "POST", startedAt, endedAt: startedAt + 50, ...facts });
    const refused = { status: "error", error: "ECONNREFUSED" } as const;
    const spans = read([
      createAgentFacts("Guide"),
      post("a", 1000, refused),
      post("b", 1100, refused),
      post("c", 1200),
      post("d", 1300, refused),
      createFacts("e", "Guide", { label: "GET", startedAt: 1400 }),
      post("f", 1500, refused),
      post("g", 1520),
    ]);
    expect(spans.map(({ spanId, lastTry }) => [spanId, lastTry])).toEqual([
      ["Guide", undefined],
      ["a", "c"],
      ["b", "c"],
      ["c", "c"],
      ["d", undefined],
      ["e", undefined],
      ["f", undefined],
      ["g", undefined],
    ]);
  });

  test("tells a step from others of its label, unless the label says the same", () => {
    const spans = read([
      createFacts("a", undefined, { ...CALL, label: "TEXT_LARGE", detail: "TEXT_LARGE", attempt: 1 }),
      createFacts("b", undefined, { ...CALL, detail: "TEXT_LARGE", attempt: 2, hasContent: true }),
    ]);
    expect(spans.map(({ detail, attempt, hasContent }) => [detail, attempt, hasContent])).toEqual([
      [undefined, undefined, undefined],
      ["TEXT_LARGE", 2, true],
    ]);
  });
});
