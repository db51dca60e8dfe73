import { expect, test } from "vitest";
import { createAgentLogs } from "../src/import/create-agent-logs.ts";
import type { ImportedSpan } from "../src/import/imported-span.ts";
import { createElizaLog, type ElizaLog } from "./support/eliza-log.ts";
import { addRow, at, readRows, settleAll, STARTED_AT } from "./support/rebuild-spans.ts";

// An elizaOS log that is read piece by piece: what is certain after each, what goes on, and what is kept in memory.
const HOUR_MS = 3_600_000;
const first = { name: "first", room: "north" };

test("a run without an end goes on as long as it may, with what it does now", () => {
  const log = createElizaLog(STARTED_AT);
  log.start(first, 0);
  log.beginAction(first, "BOOK", 1);
  const runs = readRows(log.rows);
  expect(runs.settle({ upTo: at(60), now: at(60) })).toEqual([]);
  expect(runs.snapshot(at(60)).map(({ name, endedAt }) => [name, endedAt])).toEqual([
    ["invoke_agent Ada", undefined],
    ["plan", undefined],
    ["execute_tool BOOK", undefined],
  ]);
  expect(runs.neededFrom()).toBe(at(0));
  runs.settle({ upTo: at(0) + 3 * HOUR_MS, now: at(0) + 3 * HOUR_MS });
  expect(runs.snapshot(at(0) + 3 * HOUR_MS)).toEqual([]);
  runs.settle({ upTo: at(0) + 4 * HOUR_MS, now: at(0) + 4 * HOUR_MS });
  expect(runs.neededFrom()).toBe(Number.POSITIVE_INFINITY);
});

test("a run goes on until its end is certain", () => {
  const log = createElizaLog(STARTED_AT);
  log.start(first, 0);
  log.end(first, 2);
  const runs = readRows(log.rows);
  expect(runs.settle({ upTo: at(1), now: at(6) })).toEqual([]);
  expect(runs.snapshot(at(1))).toMatchObject([{ name: "invoke_agent Ada", endedAt: undefined }]);
  expect(runs.settle({ upTo: at(2), now: at(7) })).toMatchObject([{ name: "invoke_agent Ada", endedAt: at(2) }]);
  expect(runs.snapshot(at(2))).toEqual([]);
});

test("the same rows give the same spans, each once, however far the log is read at a time", () => {
  const log = createBusyLog(20);
  const whole = toKeys(settleAll(readRows(log.rows)));
  const runs = createAgentLogs(new Map([[log.agentId, "Ada"]]));
  const spans = log.rows.flatMap((row) => {
    addRow(runs, row);
    return runs.settle({ upTo: row.at - 5_000, now: row.at });
  });
  expect(toKeys([...spans, ...settleAll(runs)])).toEqual(whole);
  expect(new Set(whole).size).toBe(whole.length);
});

test("no more is kept than the last minutes, however long the log is", () => {
  const log = createBusyLog(2_000);
  const runs = createAgentLogs(new Map([[log.agentId, "Ada"]]));
  let keptMs = 0;
  for (const row of log.rows) {
    addRow(runs, row);
    runs.settle({ upTo: row.at - 5_000, now: row.at });
    keptMs = Math.max(keptMs, row.at - runs.neededFrom());
  }
  expect(keptMs).toBeLessThan(15 * 60_000);
});

/** One run every 10 s, each with everything, some at the same time. */
function createBusyLog(count: number): ElizaLog {
  const log = createElizaLog(STARTED_AT);
  for (let i = 0; i < count; i++) {
    const run = { name: `run ${i}`, room: `room ${i % 3}` };
    const from = i * 10;
    log.start(run, from);
    log.call(run, from + 0.1, from + 0.5, { type: "TEXT_EMBEDDING" });
    log.embed(run, from + 0.6, { durationMs: 400 });
    log.call(run, from + 0.2, from + 1);
    log.call(run, from + 1, from + 1.05, { type: "TEXT_EMBEDDING" }); // to search; it has no event
    log.beginAction(run, "BOOK", from + 1.1);
    log.call(run, from + 1.5, from + 2, { action: "BOOK" });
    if (i % 4 !== 3) log.endAction(run, "BOOK", from + 2.5, { step: "1/1" });
    log.evaluate(run, "MOOD", from + 9);
    log.end(run, from + 9.5, i % 4 === 3 ? { error: "it threw" } : {});
  }
  return log;
}

function toKeys(spans: readonly ImportedSpan[]): string[] {
  return spans.map((span) => JSON.stringify(span)).sort();
}
