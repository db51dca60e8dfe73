import { describe, expect, test } from "vitest";
import type { LogBody } from "../database/log-row.ts";
import type { ReadLogRow } from "../sql/list-log-rows.ts";
import { toRunEvents } from "./to-run-events.ts";

let count = 0;
function createRow(type: ReadLogRow["type"], createdAt: number, body: LogBody = {}, status = "completed"): ReadLogRow {
  return { id: `row ${++count}`, runId: "run", parentRunId: null, type, status, createdAt, body };
}
const read = (rows: ReadLogRow[]) => toRunEvents(rows, "message");

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

  test("puts starts before and ends after what happens in the same millisecond", () => {
    const events = read([
      createRow("run_event", 100.9, { duration: 0 }),
      createRow("useModel:TEXT_SMALL", 100.5, { executionTime: 0 }),
      createRow("action_event", 100.4, { actionId: "a", actionName: "A", messageId: "a" }),
      createRow("run_event", 100.2, {}, "started"),
    ]);
    expect(events.map(({ type, timestamp }) => [type, timestamp])).toEqual([
      ["RUN_STARTED", 100],
      ["ACTION_STARTED", 100],
      ["MODEL_USED", 100],
      ["RUN_ENDED", 100],
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

  test("finds the action of a model call through the parents of its span", () => {
    const span = (spanId: string, parentSpanId?: string) => ({
      spanId,
      ...(parentSpanId !== undefined && { parentSpanId }),
      traceId: "t",
      runId: "run",
      kind: "infrastructure" as const,
      name: spanId,
      label: spanId,
      state: "ok" as const,
      startedAt: 0,
      attributes: {},
      events: [],
      links: [],
    });
    const rows = [
      createRow("action", 300, { action: "A", actionId: "a", success: true, duration: 1, span: span("1") }),
      createRow("span", 250, { span: span("2", "1") }),
      createRow("useModel:TEXT_LARGE", 200, { executionTime: 1, span: span("3", "2") }),
      createRow("useModel:TEXT_LARGE", 210, { executionTime: 1, span: span("4", "5") }),
      createRow("span", 220, { span: span("5", "4") }),
    ];
    const calls = read(rows).filter(({ type }) => type === "MODEL_USED");
    expect(calls.map(({ data }) => data["actionContext"])).toEqual([{ actionName: "A", actionId: "a" }, undefined]);
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
