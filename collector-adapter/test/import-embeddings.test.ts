import { ATTR_GEN_AI_OPERATION_NAME } from "@runline/contract";
import { describe, expect, test } from "vitest";
import { createElizaLog, toId } from "./support/eliza-log.ts";
import {
  addRow,
  at,
  findRunSpan,
  findSpan,
  isDoubtful,
  readRows,
  rebuild,
  STARTED_AT,
} from "./support/rebuild-spans.ts";

// Which rows of an elizaOS log make one embedding, and whose it is.
const first = { name: "first", room: "north" };
const second = { name: "second", room: "south" };

describe("an embedding", () => {
  test("is one step out of its call and its event, and belongs to the run of its message, though it is late", () => {
    const spans = rebuild((log) => {
      log.start(first, 0);
      log.end(first, 1);
      log.start(second, 2);
      log.call(second, 2.5, 2.6, { type: "TEXT_EMBEDDING" });
      log.embed(first, 2.7, { durationMs: 100 });
      log.end(second, 4);
    });
    const embeddings = spans.filter(({ attributes }) => attributes[ATTR_GEN_AI_OPERATION_NAME] === "embeddings");
    const { traceId } = findRunSpan(spans, first);
    expect(embeddings).toMatchObject([{ traceId, startedAt: at(2.5), endedAt: at(2.6) }]);
    expect(embeddings.filter(isDoubtful)).toEqual([]);
  });

  test("is not told of by a call that an earlier run made, though that took as long", () => {
    const spans = rebuild((log) => {
      log.start(first, 0);
      log.call(first, 0.5, 0.8, { type: "TEXT_EMBEDDING" }); // to search; it has no event
      log.end(first, 1);
      log.start(second, 1.1);
      log.call(second, 1.2, 1.21, { type: "TEXT_EMBEDDING" });
      log.embed(second, 1.6, { durationMs: 300 }); // the process was busy when its call ended
      log.end(second, 2);
    });
    const embeddings = spans.filter(({ attributes }) => attributes[ATTR_GEN_AI_OPERATION_NAME] === "embeddings");
    const startOf = new Map(embeddings.map(({ run, startedAt }) => [run?.runId, startedAt]));
    expect(embeddings).toHaveLength(2);
    expect(startOf.get(toId("run", "Ada", "first"))).toBe(at(0.5));
    expect(startOf.get(toId("run", "Ada", "second"))).toBe(at(1.2));
  });

  test("is one step, also when the row of its call, which elizaOS does not wait for, comes after its event", () => {
    const log = createElizaLog(STARTED_AT);
    log.start(first, 0);
    log.end(first, 1);
    log.embed(first, 1.5, { durationMs: 100 });
    log.call(first, 1.2, 1.3, { type: "TEXT_EMBEDDING", writtenAt: 1.51 });
    log.start(second, 2);
    log.call(second, 2.1, 2.2, { type: "TEXT_EMBEDDING" });
    log.embed(second, 2.3, { durationMs: 100 });
    log.end(second, 60);
    const runs = readRows([]);
    const spans = log.rows.flatMap((row) => {
      addRow(runs, row);
      return runs.settle({ upTo: row.at - 5_000, now: row.at });
    });
    const embeddings = spans.filter(({ attributes }) => attributes[ATTR_GEN_AI_OPERATION_NAME] === "embeddings");
    expect(embeddings.map(({ run, startedAt }) => [run?.runId, startedAt])).toEqual([
      [toId("run", "Ada", "first"), at(1.2)],
      [toId("run", "Ada", "second"), at(2.1)],
    ]);
  });

  test("is not a step of its own while its event may still come, or is there and not certain yet", () => {
    const log = createElizaLog(STARTED_AT);
    log.start(first, 0);
    log.call(first, 1, 1.1, { type: "TEXT_EMBEDDING" });
    log.end(first, 2);
    const runs = readRows(log.rows);
    expect(runs.settle({ upTo: at(1), now: at(6) })).toEqual([]);
    log.embed(first, 5, { durationMs: 100 });
    for (const row of log.rows.slice(3)) addRow(runs, row);
    expect(runs.settle({ upTo: at(3), now: at(8) }).map(({ name }) => name)).toEqual(["invoke_agent Ada"]);
    expect(runs.settle({ upTo: at(5), now: at(10) })).toMatchObject([{ startedAt: at(1), endedAt: at(1.1) }]);
  });

  test("that no event can tell of any more is a step of its own", () => {
    const log = createElizaLog(STARTED_AT);
    log.start(first, 0);
    log.call(first, 1, 1.1, { type: "TEXT_EMBEDDING" });
    log.end(first, 2);
    log.embed(first, 6.5, { durationMs: 100 });
    const spans = readRows(log.rows).settle({ upTo: at(1.1), now: at(6.5) });
    expect(spans).toMatchObject([{ name: "embeddings TEXT_EMBEDDING", startedAt: at(1), endedAt: at(1.1) }]);
  });

  test("that failed has elizaOS's message", () => {
    const spans = rebuild((log) => {
      log.start(first, 0);
      log.embed(first, 1, { error: "overloaded" });
      log.end(first, 2);
    });
    expect(findSpan(spans, "embeddings TEXT_EMBEDDING")).toMatchObject({ error: "overloaded", endedAt: at(1) });
  });
});
