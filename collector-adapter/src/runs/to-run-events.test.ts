import type { RunSummary } from "@runline/contract";
import { describe, expect, test } from "vitest";
import { createAgentFacts, createFacts } from "../../test/support/create-facts.ts";
import { foldSpans } from "../fold/fold-spans.ts";
import type { LogBody, StoredFacts } from "../records/span-record.ts";
import { toRowId } from "../spans/row-id.ts";
import type { EventRow } from "../sql/list-log-rows.ts";
import type { RunRow } from "../sql/run-columns.ts";
import { selectMembers } from "./select-members.ts";
import { toEventRowIds, toRunEvents } from "./to-run-events.ts";
import { toRunSummary } from "./to-run-summary.ts";

const TRACE_ID = createFacts("a").traceId;
const CALL = { kind: "model_call", convention: "gen_ai", model: "gpt-4o" } as const;
const ACTION = { kind: "action", convention: "gen_ai" } as const;

let ids = 0;
const newId = () => (++ids).toString(16).padStart(16, "0");

function createRow(spanId: string, type: EventRow["type"], createdAt: number, body: LogBody): EventRow {
  const moment = type === "action_event" ? "start" : "end";
  return { id: toRowId(TRACE_ID, spanId, moment), type, status: "completed", createdAt, body, lacksContent: false };
}

/** Timeline of the first run of the spans, from those of the rows that it asks for. */
function read(spans: StoredFacts[], rows: EventRow[]) {
  const result = foldSpans(spans);
  const [folded] = result.runs;
  if (!folded) throw new Error("The spans make no run.");
  const { runId, agentId, traceId, rootSpanId, roomId, status, startedAt, endedAt, ...summary } = folded;
  const run: RunRow = {
    runId,
    agentId,
    foldKey: runId,
    traceKey: traceId,
    roomId: roomId ?? null,
    rootSpanId: rootSpanId ?? null,
    status,
    startedAt,
    endedAt: endedAt ?? null,
    lost: false,
    lastHeardAt: 0,
    actions: [],
    summary,
  };
  const members = selectMembers(spans, result, run);
  const wanted = new Set(toEventRowIds(members));
  const shown: RunSummary = toRunSummary(run);
  return {
    summary: shown,
    events: toRunEvents(
      run,
      shown,
      members,
      rows.filter(({ id }) => wanted.has(id)),
    ),
  };
}

describe("toRunEvents", () => {
  test("has one start and one end, those of the run, though agents inside it report theirs", () => {
    const spans = [
      createAgentFacts("outer", undefined, {
        startedAt: 100,
        endedAt: 300,
        messageId: "message",
        serviceName: "travel",
      }),
      createAgentFacts("inner", "outer", { startedAt: 150, endedAt: 200, serviceName: "travel", status: "error" }),
    ];
    const { events } = read(spans, [createRow("inner", "run_event", 200, { error: "no rooms" })]);
    expect(events).toEqual([
      { type: "RUN_STARTED", timestamp: 100, data: { messageId: "message" } },
      { type: "RUN_ENDED", timestamp: 300, data: { status: "completed", durationMs: 200 } },
    ]);
  });

  test("ends a run in the words of its summary", () => {
    const span = createAgentFacts("Guide", undefined, {
      startedAt: 100.25,
      endedAt: 300.5,
      status: "error",
      error: "boom",
    });
    const { summary, events } = read([{ ...span, outcome: "muted" }], []);
    expect(summary).toMatchObject({ status: "error", metadata: { error: "boom", outcome: "muted" } });
    expect(events.at(-1)).toEqual({
      type: "RUN_ENDED",
      timestamp: 300,
      data: { status: "error", durationMs: 200.25, error: "boom", outcome: "muted" },
    });
  });

  test("puts starts before and ends after what happens at the same moment", () => {
    const [call, action] = [newId(), newId()];
    const moment = { startedAt: 100.5, endedAt: 100.5 };
    const spans = [
      createAgentFacts("Guide", undefined, moment),
      createFacts(call, "Guide", { ...CALL, ...moment }),
      createFacts(action, "Guide", { ...ACTION, ...moment }),
    ];
    const { events } = read(spans, [
      createRow(call, "useModel:chat", 100.5, { executionTime: 0 }),
      createRow(action, "action_event", 100.5, { actionId: "a", actionName: "A", messageId: "a" }),
    ]);
    expect(events.map(({ type, timestamp }) => [type, timestamp])).toEqual([
      ["RUN_STARTED", 100],
      ["ACTION_STARTED", 100],
      ["MODEL_USED", 100],
      ["RUN_ENDED", 100],
    ]);
  });

  test("keeps the order of the microseconds within a millisecond, start and end of an action paired by its id", () => {
    const [first, second] = [newId(), newId()];
    const spans = [
      createAgentFacts("Guide"),
      createFacts(first, "Guide", ACTION),
      createFacts(second, "Guide", ACTION),
    ];
    const { events } = read(spans, [
      createRow(second, "action_event", 1500.3, { actionId: "b", actionName: "B", messageId: "b" }),
      createRow(first, "action", 1500.2, { actionId: "a", action: "A", success: false, duration: 0.1, error: "boom" }),
      createRow(first, "action_event", 1500.1, { actionId: "a", actionName: "A", messageId: "a", planStep: "1/2" }),
    ]);
    expect(events.slice(1, -1)).toEqual([
      {
        type: "ACTION_STARTED",
        timestamp: 1500,
        data: { actionId: "a", actionName: "A", messageId: "a", planStep: "1/2" },
      },
      {
        type: "ACTION_COMPLETED",
        timestamp: 1500,
        data: { actionId: "a", actionName: "A", success: false, durationMs: 0.1, error: "boom" },
      },
      { type: "ACTION_STARTED", timestamp: 1500, data: { actionId: "b", actionName: "B", messageId: "b" } },
    ]);
  });

  test("has one event of a call that two instrumentations saw, with what either of them tells", () => {
    const [outer, inner] = [newId(), newId()];
    const spans = [
      createAgentFacts("Guide"),
      createFacts(outer, "Guide", { ...CALL, scope: "framework" }),
      createFacts(inner, outer, { ...CALL, scope: "client", tokens: { input: 8, output: 2 }, cost: 0.1 }),
    ];
    const { summary, events } = read(spans, [
      createRow(outer, "useModel:chat", 2000, { executionTime: 1000, model: "gpt-4o" }),
      createRow(inner, "useModel:chat", 2000, { executionTime: 1000, inputTokens: 8, outputTokens: 2 }),
    ]);
    expect(summary.counts.modelCalls).toBe(1);
    expect(events.filter(({ type }) => type === "MODEL_USED").map(({ data }) => data)).toEqual([
      { modelType: "chat", executionTime: 1000, model: "gpt-4o", inputTokens: 8, outputTokens: 2, cost: 0.1 },
    ]);
  });

  test("finds the action of a model call through the parents of its span, however deep the call is", () => {
    const depth = 20_000;
    const [action, call, alone] = [newId(), newId(), newId()];
    const spans = [
      createAgentFacts("Guide"),
      createFacts(action, "Guide", ACTION),
      ...Array.from({ length: depth }, (_, index) => createFacts(`s${index}`, index === 0 ? action : `s${index - 1}`)),
      createFacts(call, `s${depth - 1}`, CALL),
      createFacts(alone, "Guide", { ...CALL, startedAt: 1100, endedAt: 1200 }),
    ];
    const { events } = read(spans, [
      createRow(action, "action", 2000, { action: "A", actionId: "a", success: true, duration: 1 }),
      createRow(call, "useModel:chat", 2000, { executionTime: 1 }),
      createRow(alone, "useModel:chat", 1200, { executionTime: 1 }),
    ]);
    const calls = events.filter(({ type }) => type === "MODEL_USED");
    expect(calls.map(({ data }) => data["actionContext"])).toEqual([undefined, { actionName: "A", actionId: "a" }]);
  });

  test("gives a run without a span of its own no start and no end, and passes over what it cannot read", () => {
    const claim = { convention: "runline", runId: "11111111-1111-4111-8111-111111111111" } as const;
    const [evaluator, action, call] = [newId(), newId(), newId()];
    const spans = [
      createFacts(evaluator, "gone", { ...claim, kind: "evaluator" }),
      createFacts(action, "gone", { ...claim, kind: "action" }),
      createFacts(call, "gone", { ...claim, kind: "model_call" }),
    ];
    const { events } = read(spans, [
      createRow(evaluator, "evaluator", 100, { evaluator: "REFLECTION", success: true, duration: 5 }),
      createRow(action, "action", 400, { action: 7 }),
      createRow(call, "useModel:TEXT_LARGE", 500, { executionTime: "soon" }),
    ]);
    expect(events).toEqual([
      {
        type: "EVALUATOR_COMPLETED",
        timestamp: 100,
        data: { evaluatorName: "REFLECTION", success: true, durationMs: 5 },
      },
    ]);
  });
});
