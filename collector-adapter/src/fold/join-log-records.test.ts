import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createFoldTrace, failed } from "../../test/support/fold-trace.ts";
import { foldEntries, type FoldEntry } from "./fold-entries.ts";
import type { FoldLogRecord } from "./fold-log-record.ts";
import type { FoldSpan } from "./fold-span.ts";

let count = 0;

function logRecord({ traceId, spanId, startedAt }: FoldSpan, more: Partial<FoldLogRecord> = {}): FoldLogRecord {
  count += 1;
  return {
    traceId,
    spanId,
    logRecordId: `record-${String(count).padStart(4, "0")}`,
    at: startedAt + 1,
    place: 0,
    ...more,
  };
}

/** The span of that id with what log records say of it. */
function join(entries: readonly FoldEntry[], { spanId }: FoldSpan) {
  return foldEntries(entries).spans.find((span) => span.spanId === spanId);
}

describe("log records join the span that they name", () => {
  const trace = createFoldTrace();
  const agent = trace.agent("planner", { to: 900 });
  const chat = trace.chat({ in: agent, from: 10 });

  test("the last thing that was asked is the run's, be there several messages", () => {
    const asked = [
      logRecord(chat, { message: "First?", place: 0 }),
      logRecord(chat, { message: "And then?", place: 2 }),
      logRecord(chat, { place: 1, isContent: true }),
    ];
    expect(foldEntries([...asked, chat, agent]).runs).toMatchObject([{ message: "And then?" }]);
  });

  test("a record with all messages counts more than single ones, and the span's own word more than both", () => {
    const whole = logRecord(chat, { message: "All of it?", isWhole: true });
    const single = logRecord(chat, { message: "One of it?", place: 5 });
    expect(join([chat, whole, single], chat)?.message).toBe("All of it?");
    const outspoken = { ...chat, message: "Its own?" };
    expect(join([outspoken, whole, single], chat)?.message).toBe("Its own?");
  });

  test("an exception says why a span failed that does not say so itself", () => {
    const thrown = logRecord(chat, { error: "429 Too Many Requests", errorType: "RateLimitError" });
    const silent = { ...chat, status: "error" as const };
    expect(join([silent, thrown], chat)).toMatchObject({ error: "429 Too Many Requests", errorType: "RateLimitError" });
    expect(foldEntries([agent, silent, thrown]).runs[0]?.cause?.message).toContain("429");
    expect(join([{ ...chat, ...failed("its own") }, thrown], chat)).toMatchObject({ error: "its own" });
  });

  test("an exception that was got over fails nothing", () => {
    const { runs, spans } = foldEntries([agent, chat, logRecord(chat, { error: "caught", level: "error" })]);
    expect(runs).toMatchObject([{ status: "completed", counts: { errors: 0 } }]);
    expect(spans.find(({ spanId }) => spanId === chat.spanId)).not.toHaveProperty("error");
  });

  test("a record whose span is not there changes no run, is kept, and has the trace look out for the span", () => {
    const absent = { ...chat, spanId: "00000000000000ff" };
    const orphan = logRecord(absent, { message: "Who?" });
    const { unseen, missingParents, runs, logRecords, marks } = foldEntries([orphan, agent, chat]);
    expect(runs).toEqual(foldEntries([agent, chat]).runs);
    expect([...unseen]).toEqual([[`${trace.traceId}/${absent.spanId}`, [orphan]]]);
    expect(missingParents).toEqual([`${trace.traceId}/${absent.spanId}`]);
    expect({ logRecords, mark: marks[0]?.runId }).toEqual({ logRecords: 1, mark: undefined });
  });

  test("a record has the mark of its span", () => {
    const { marks, runs } = foldEntries([logRecord(chat), agent, chat]);
    expect(marks[0]).toEqual({ counted: false, runId: runs[0]?.runId, agentId: runs[0]?.agentId });
  });
});

test("in whatever order spans and log records stand, they make the same", () => {
  const trace = createFoldTrace();
  const agent = trace.agent("planner", { to: 900 });
  const chat = trace.chat({ in: agent, from: 10, status: "error" });
  const tool = trace.tool("search", { in: agent, from: 200 });
  const entries: FoldEntry[] = [
    agent,
    chat,
    tool,
    logRecord(chat, { message: "First?", isContent: true }),
    logRecord(chat, { message: "Second?", place: 1, isContent: true }),
    logRecord(chat, { error: "429", level: "error", at: chat.startedAt + 3 }),
    logRecord(tool, { level: "warn" }),
    logRecord(agent),
    logRecord({ ...tool, spanId: "00000000000000ff" }, { message: "Who?" }),
  ];
  const toResult = (all: readonly FoldEntry[]) => {
    const { runs, spans, unseen } = foldEntries(all);
    return { runs, spans: spans.toSorted((a, b) => (a.spanId < b.spanId ? -1 : 1)), unseen: [...unseen] };
  };
  const expected = toResult(entries);
  fc.assert(
    fc.property(fc.shuffledSubarray(entries, { minLength: entries.length }), (shuffled) => {
      expect(toResult(shuffled)).toEqual(expected);
    }),
  );
});
