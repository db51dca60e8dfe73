import { describe, expect, test } from "vitest";
import type { LogBody } from "../records/span-record.ts";
import type { EventRow } from "../sql/list-log-rows.ts";
import { toRunEvents } from "./to-run-events.ts";

let count = 0;
function createRow(type: EventRow["type"], createdAt: number, body: LogBody = {}, status = "completed"): EventRow {
  return { id: `row ${++count}`, type, status, createdAt, body, spanId: null, parentSpanId: null };
}
const read = (rows: EventRow[]) => toRunEvents(rows, "message");

describe("toRunEvents", () => {
  test("has one start and one end, the first and the last, though sub-agents report theirs", () => {
    const events = read([
      createRow("run_event", 100, {}, "started"),
      createRow("run_event", 150, {}, "started"),
      createRow("run_event", 200, { duration: 50, error: "no rooms" }, "error"),
      createRow("run_event", 300, { duration: 200 }),
    ]);
    expect(events).toEqual([
      { type: "RUN_STARTED", timestamp: 100, data: { messageId: "message" } },
      { type: "RUN_ENDED", timestamp: 300, data: { status: "completed", durationMs: 200 } },
    ]);
  });

  test("puts starts before and ends after what happens at the same moment", () => {
    const events = read([
      createRow("run_event", 100.5, { duration: 0 }),
      createRow("useModel:TEXT_SMALL", 100.5, { executionTime: 0 }),
      createRow("action_event", 100.5, { actionId: "a", actionName: "A", messageId: "a" }),
      createRow("run_event", 100.5, {}, "started"),
    ]);
    expect(events.map(({ type, timestamp }) => [type, timestamp])).toEqual([
      ["RUN_STARTED", 100],
      ["ACTION_STARTED", 100],
      ["MODEL_USED", 100],
      ["RUN_ENDED", 100],
    ]);
  });

  test("keeps the order of the microseconds within a millisecond", () => {
    const action = (id: string) => ({ actionId: id, actionName: id, messageId: id });
    const events = read([
      createRow("action_event", 100.1, action("first"), "started"),
      createRow("action", 100.2, { actionId: "first", action: "first", success: true, duration: 0.1 }),
      createRow("action_event", 100.3, action("second"), "started"),
    ]);
    expect(events.map(({ type, data }) => [type, data["actionId"]])).toEqual([
      ["ACTION_STARTED", "first"],
      ["ACTION_COMPLETED", "first"],
      ["ACTION_STARTED", "second"],
    ]);
  });

  test("pairs the start and the end of an action by its id", () => {
    const events = read([
      createRow("action_event", 100, { actionId: "a", actionName: "A", messageId: "a", planStep: "1/2" }, "started"),
      createRow("action", 200, { actionId: "a", action: "A", success: false, duration: 100, error: "boom" }, "failed"),
    ]);
    expect(events).toEqual([
      {
        type: "ACTION_STARTED",
        timestamp: 100,
        data: { actionId: "a", actionName: "A", messageId: "a", planStep: "1/2" },
      },
      {
        type: "ACTION_COMPLETED",
        timestamp: 200,
        data: { actionId: "a", actionName: "A", success: false, durationMs: 100, error: "boom" },
      },
    ]);
  });

  test("says what a call cost, whether it repeats one, how sure its run is, and why a run ended", () => {
    const events = read([
      createRow("useModel:TEXT_LARGE", 100, { executionTime: 5, cost: 0.00185, attempt: 2, attribution: "low" }),
      createRow("embedding_event", 200, { status: "completed", duration: 7, attribution: "low" }),
      createRow("run_event", 300, { duration: 200, outcome: "muted" }),
    ]);
    expect(events.map(({ data }) => data)).toEqual([
      { modelType: "TEXT_LARGE", executionTime: 5, cost: 0.00185, attempt: 2, attribution: "low" },
      { status: "completed", durationMs: 7, attribution: "low" },
      { status: "completed", durationMs: 200, outcome: "muted" },
    ]);
  });

  test("finds the action of a model call through the parents of its span", () => {
    const place = (row: EventRow, spanId: string, parentSpanId: string | null) => ({ ...row, spanId, parentSpanId });
    const call = () => createRow("useModel:TEXT_LARGE", 200, { executionTime: 1 });
    const rows = [
      place(createRow("action", 300, { action: "A", actionId: "a", success: true, duration: 1 }), "1", null),
      place(createRow("span", 250), "2", "1"),
      place(call(), "3", "2"),
      place(call(), "4", "5"),
      place(createRow("span", 220), "5", "4"),
    ];
    const calls = read(rows).filter(({ type }) => type === "MODEL_USED");
    expect(calls.map(({ data }) => data["actionContext"])).toEqual([{ actionName: "A", actionId: "a" }, undefined]);
  });

  test("finds it however deep the call is, in one walk", () => {
    const depth = 100_000;
    const spans = Array.from({ length: depth }, (_, index) => ({
      ...createRow("span", 100),
      spanId: String(index + 1),
      parentSpanId: String(index),
    }));
    const action = { ...createRow("action", 300, { action: "A", actionId: "a", success: true, duration: 1 }) };
    const call = { ...createRow("useModel:TEXT_LARGE", 100, { executionTime: 1 }), parentSpanId: String(depth) };
    const events = read([...spans, call, { ...action, spanId: "0" }]);
    expect(events[0]?.data["actionContext"]).toEqual({ actionName: "A", actionId: "a" });
  });

  test("gives a limited timeline for rows without run events, and passes over what it cannot read", () => {
    const events = read([
      createRow("evaluator", 100, { evaluator: "REFLECTION", success: true, duration: 5 }),
      createRow("embedding_event", 200, { status: "failed", duration: 7, error: "429" }),
      createRow("span", 300),
      createRow("action", 400, { action: 7 }),
      createRow("useModel:TEXT_LARGE", 500, { executionTime: "soon" }),
    ]);
    expect(events).toEqual([
      {
        type: "EVALUATOR_COMPLETED",
        timestamp: 100,
        data: { evaluatorName: "REFLECTION", success: true, durationMs: 5 },
      },
      { type: "EMBEDDING_EVENT", timestamp: 200, data: { status: "failed", durationMs: 7, error: "429" } },
    ]);
  });
});
