import {
  ATTR_ACTION_NAME,
  ATTR_ATTRIBUTION,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_PARENT_RUN_ID,
  ATTR_RUN_ID,
  ATTR_RUN_OUTCOME,
  ATTR_RUN_PHASE,
  ATTR_RUN_STATUS,
} from "@runline/contract";
import { describe, expect, test } from "vitest";
import type { ImportedSpan } from "../src/import/imported-span.ts";
import { parseLogRow } from "../src/import/parse-log-row.ts";
import type { RowDetails } from "../src/import/read-details.ts";
import { createAgentLogs } from "../src/import/create-agent-logs.ts";
import { createElizaLog, toId, type ElizaLog, type ElizaRow } from "./support/eliza-log.ts";

const STARTED_AT = Date.UTC(2026, 5, 1, 12);
const HOUR_MS = 3_600_000;
const NOTHING: RowDetails = { outcomes: new Map(), entityNames: new Map(), messages: new Map() };
const first = { name: "first", room: "north" };
const second = { name: "second", room: "south" };

describe("a run that was alone", () => {
  test("has its calls under the action that made them, also when elizaOS lost it", () => {
    const spans = rebuild((log) => {
      log.start(first, 0);
      log.call(first, 1, 2);
      log.beginAction(first, "BOOK", 3);
      log.call(first, 4, 5, { action: "BOOK" });
      log.call(first, 5, 6, { type: "TEXT_SMALL" }); // after an inner plan nothing is current any more
      log.endAction(first, "BOOK", 7, { step: "1/2" });
      log.call(first, 8, 9, { type: "OBJECT_SMALL" });
      log.end(first, 10);
    });
    const run = findSpan(spans, "invoke_agent Ada");
    const plan = findSpan(spans, "plan");
    const action = findSpan(spans, "execute_tool BOOK");
    expect(run).toMatchObject({ parentSpanId: undefined, startedAt: at(0), endedAt: at(10), error: undefined });
    expect(plan).toMatchObject({ parentSpanId: run.spanId, startedAt: at(3), endedAt: at(7) });
    expect(action).toMatchObject({ parentSpanId: plan.spanId, startedAt: at(3), endedAt: at(7) });
    expect(action.attributes).toMatchObject({
      [ATTR_RUN_ID]: toId("plan", "Ada", "first", "plan"),
      [ATTR_PARENT_RUN_ID]: toId("run", "Ada", "first"),
    });
    const parents = spans.filter(({ isClient }) => isClient).map(({ parentSpanId }) => parentSpanId);
    expect(parents).toEqual([run.spanId, action.spanId, action.spanId, run.spanId]);
    expect(spans.filter(isDoubtful)).toEqual([]);
  });

  test("is an error with elizaOS's message though elizaOS calls it completed, and so is the action that threw", () => {
    const spans = rebuild((log) => {
      log.start(first, 0);
      log.beginAction(first, "CHARGE", 1);
      log.end(first, 2, { error: "card refused" });
      log.start(second, 10);
      log.call(second, 11, 12, { action: "CHARGE", actionOf: first }); // elizaOS still takes it for current
      log.end(second, 13);
    });
    expect(findRunSpan(spans, first)).toMatchObject({
      error: "card refused",
      attributes: { [ATTR_RUN_STATUS]: "error" },
    });
    expect(findSpan(spans, "execute_tool CHARGE")).toMatchObject({ endedAt: at(2), error: "card refused" });
    const call = findSpan(spans, "chat TEXT_LARGE");
    expect(call.parentSpanId).toBe(findRunSpan(spans, second).spanId);
    expect(call.attributes[ATTR_ACTION_NAME]).toBeUndefined();
  });

  test("has its steps, also when its message is handled once more", () => {
    const spans = rebuild((log) => {
      for (const [index, run] of [first, second].entries()) {
        log.start(run, 10 * index);
        log.end(run, 10 * index + 5);
      }
      log.endAction(first, "LATE", 16, { current: first });
      for (const { body } of log.rows) if (body["messageId"]) body["messageId"] = toId("message");
    });
    expect(findSpan(spans, "execute_tool LATE").run?.runId).toBe(toId("run", "Ada", "first"));
  });

  test("that timed out has timed out, once, and what it does afterwards is still its own", () => {
    const spans = rebuild((log) => {
      log.start(first, 0);
      log.beginAction(first, "WAIT", 1);
      log.end(first, 5, { status: "timeout", error: "Run exceeded timeout" });
      log.call(first, 6, 7, { action: "WAIT" });
      log.endAction(first, "WAIT", 8);
      log.end(first, 9);
    });
    expect(spans.filter(isRun)).toMatchObject([
      { endedAt: at(5), error: "Run exceeded timeout", attributes: { [ATTR_RUN_STATUS]: "timeout" } },
    ]);
    const action = findSpan(spans, "execute_tool WAIT");
    expect(action).toMatchObject({ endedAt: at(8), error: undefined });
    expect(findSpan(spans, "chat TEXT_LARGE").parentSpanId).toBe(action.spanId);
  });

  test("that did not answer is completed and says why", () => {
    const spans = rebuild((log) => {
      log.start(first, 0);
      log.end(first, 1, { status: "muted" });
    });
    expect(findRunSpan(spans, first).attributes).toMatchObject({
      [ATTR_RUN_STATUS]: "completed",
      [ATTR_RUN_OUTCOME]: "muted",
    });
  });

  test("has the plan that an action ran under that action", () => {
    const spans = rebuild((log) => {
      log.start(first, 0);
      log.beginAction(first, "BEFORE", 1, "outer");
      log.endAction(first, "BEFORE", 2, { plan: "outer" });
      log.beginAction(first, "DAY", 3, "outer");
      log.beginAction(first, "WALK", 4, "inner");
      log.endAction(first, "WALK", 5, { plan: "inner" });
      log.endAction(first, "DAY", 6, { plan: "outer" });
      log.end(first, 7);
    });
    const inner = spans.find(({ spanId }) => spanId === findSpan(spans, "execute_tool WALK").parentSpanId);
    expect(inner).toMatchObject({ name: "plan", parentSpanId: findSpan(spans, "execute_tool DAY").spanId });
  });
});

describe("runs at the same time", () => {
  test("have their own actions and evaluators, whatever run elizaOS takes for the current one", () => {
    const spans = rebuild((log) => {
      log.start(first, 0);
      log.beginAction(first, "BOOK", 1);
      log.start(second, 2);
      log.endAction(first, "BOOK", 3, { current: second });
      log.evaluate(first, "MOOD", 4);
      log.end(first, 5);
      log.end(second, 6);
    });
    const ofFirst = findRunSpan(spans, first).traceId;
    expect(findSpan(spans, "execute_tool BOOK").traceId).toBe(ofFirst);
    expect(findSpan(spans, "evaluate MOOD").traceId).toBe(ofFirst);
  });

  test("make a call doubtful when an older one went on as it began, and it is under no action", () => {
    const spans = rebuild((log) => {
      log.start(first, 0);
      log.start(second, 1);
      log.beginAction(second, "BOOK", 2);
      log.call(second, 3, 4, { action: "BOOK" });
      log.endAction(second, "BOOK", 5);
      log.end(first, 6);
      log.call(second, 7, 8, { type: "TEXT_SMALL" });
      log.end(second, 9);
    });
    const run = findRunSpan(spans, second);
    const doubtful = findSpan(spans, "chat TEXT_LARGE");
    expect(doubtful).toMatchObject({ traceId: run.traceId, parentSpanId: run.spanId });
    expect(isDoubtful(doubtful)).toBe(true);
    const sure = findSpan(spans, "chat TEXT_SMALL");
    expect(sure.traceId).toBe(run.traceId);
    expect(isDoubtful(sure)).toBe(false);
  });

  test("leave no doubt about a call that began before the run that its row names", () => {
    const spans = rebuild((log) => {
      log.start(first, 0);
      log.start(second, 2);
      log.call(second, 1, 3);
      log.end(first, 5);
      log.end(second, 6);
    });
    const call = findSpan(spans, "chat TEXT_LARGE");
    expect(call.traceId).toBe(findRunSpan(spans, first).traceId);
    expect(isDoubtful(call)).toBe(false);
  });

  test("in one room make the older one superseded when it never ends", () => {
    const rival = { name: "rival", room: first.room };
    const spans = rebuild((log) => {
      log.start(first, 0);
      log.start(rival, 1);
      log.end(rival, 4);
    });
    expect(findRunSpan(spans, first)).toMatchObject({
      endedAt: at(1),
      error: undefined,
      attributes: { [ATTR_RUN_STATUS]: "completed", [ATTR_RUN_OUTCOME]: "superseded" },
    });
  });
});

describe("a run without an end", () => {
  test("is a snapshot when its process was started anew, and throws no doubt on later ones", () => {
    const spans = rebuild((log) => {
      log.start(first, 0);
      log.beginAction(first, "BOOK", 1);
      log.call({ name: "init", room: "none" }, 60, 61, { type: "TEXT_EMBEDDING", outside: true });
      log.start(second, 70);
      log.call(second, 71, 72);
      log.end(second, 73);
    });
    expect(findRunSpan(spans, first).endedAt).toBeUndefined();
    expect(findSpan(spans, "execute_tool BOOK").endedAt).toBeUndefined();
    expect(isDoubtful(findSpan(spans, "chat TEXT_LARGE"))).toBe(false);
  });

  test("goes on as long as it may, with what it does now", () => {
    const log = createElizaLog(STARTED_AT);
    log.start(first, 0);
    log.beginAction(first, "BOOK", 1);
    const runs = read(log.rows);
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
});

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
    const runs = read([]);
    const spans = log.rows.flatMap((row) => {
      add(runs, row);
      return runs.settle({ upTo: row.at - 5_000, now: row.at });
    });
    const embeddings = spans.filter(({ attributes }) => attributes[ATTR_GEN_AI_OPERATION_NAME] === "embeddings");
    expect(embeddings.map(({ run, startedAt }) => [run?.runId, startedAt])).toEqual([
      [toId("run", "Ada", "first"), at(1.2)],
      [toId("run", "Ada", "second"), at(2.1)],
    ]);
  });

  test("is no step of its own when the log ends between its call and its event", () => {
    const log = createElizaLog(STARTED_AT);
    log.start(first, 0);
    log.call(first, 1, 1.1, { type: "TEXT_EMBEDDING" });
    log.end(first, 2);
    const spans = read(log.rows).settle({ upTo: Number.POSITIVE_INFINITY, now: at(3) });
    expect(spans.map(({ name }) => name)).toEqual(["invoke_agent Ada"]);
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

describe("a call outside of any run", () => {
  test("is in none, and says whether the agent was ready", () => {
    const spans = rebuild((log) => {
      log.call({ name: "init", room: "none" }, -2, -1, { type: "TEXT_EMBEDDING", outside: true });
      log.start(first, 0);
      log.end(first, 1);
      log.call(first, 60, 61); // elizaOS files it under the last run
    });
    const phases = spans.filter(({ run }) => !run).map(({ attributes }) => attributes[ATTR_RUN_PHASE]);
    expect(new Set(phases)).toEqual(new Set(["background", "system_init"]));
  });
});

test("logs of older versions, without rows of the run itself, give its steps and no span of the run", () => {
  const spans = rebuild((log) => {
    log.call(first, 0, 1);
    log.endAction(first, "BOOK", 2);
    log.evaluate(first, "MOOD", 3);
  });
  expect(spans.map(({ name }) => name).sort()).toEqual([
    "chat TEXT_LARGE",
    "evaluate MOOD",
    "execute_tool BOOK",
    "plan",
  ]);
  expect(new Set(spans.map(({ run }) => run?.runId))).toEqual(new Set([toId("run", "Ada", "first")]));
  expect(isDoubtful(findSpan(spans, "chat TEXT_LARGE"))).toBe(true);
});

test("the same rows give the same spans, each once, however far the log is read at a time", () => {
  const log = createBusyLog(20);
  const whole = toKeys(settleAll(read(log.rows)));
  const runs = createAgentLogs(new Map([[log.agentId, "Ada"]]));
  const spans = log.rows.flatMap((row) => {
    add(runs, row);
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
    add(runs, row);
    runs.settle({ upTo: row.at - 5_000, now: row.at });
    keptMs = Math.max(keptMs, row.at - runs.neededFrom());
  }
  expect(keptMs).toBeLessThan(15 * 60_000);
});

function at(seconds: number): number {
  return STARTED_AT + seconds * 1000;
}

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
    log.beginAction(run, "BOOK", from + 1.1);
    log.call(run, from + 1.5, from + 2, { action: "BOOK" });
    if (i % 4 !== 3) log.endAction(run, "BOOK", from + 2.5, { step: "1/1" });
    log.evaluate(run, "MOOD", from + 9);
    log.end(run, from + 9.5, i % 4 === 3 ? { error: "it threw" } : {});
  }
  return log;
}

function rebuild(write: (log: ElizaLog) => void): ImportedSpan[] {
  const log = createElizaLog(STARTED_AT);
  write(log);
  return settleAll(read(log.rows));
}

function read(rows: readonly ElizaRow[]): ReturnType<typeof createAgentLogs> {
  const runs = createAgentLogs(new Map([[createElizaLog(0).agentId, "Ada"]]));
  for (const row of rows) add(runs, row);
  return runs;
}

function add(runs: ReturnType<typeof createAgentLogs>, { entityId, roomId, ...row }: ElizaRow): void {
  const { agentId } = createElizaLog(0);
  const parsed = parseLogRow({ ...row, entity_id: entityId, room_id: roomId, room_agent_id: agentId, stream: null });
  if (!parsed) throw new Error(`elizaOS does not write such a row: ${JSON.stringify(row)}`);
  runs.add(parsed, NOTHING);
}

function settleAll(runs: ReturnType<typeof createAgentLogs>): ImportedSpan[] {
  return runs.settle({ upTo: Number.POSITIVE_INFINITY, now: STARTED_AT + 24 * HOUR_MS });
}

function toKeys(spans: readonly ImportedSpan[]): string[] {
  return spans.map((span) => JSON.stringify(span)).sort();
}

function isRun({ attributes }: ImportedSpan): boolean {
  return attributes[ATTR_GEN_AI_OPERATION_NAME] === "invoke_agent";
}

function isDoubtful({ attributes }: ImportedSpan): boolean {
  return attributes[ATTR_ATTRIBUTION] === "low";
}

function findRunSpan(spans: readonly ImportedSpan[], { name }: { name: string }): ImportedSpan {
  const runId = toId("run", "Ada", name);
  const found = spans.find((span) => isRun(span) && span.run?.runId === runId);
  if (!found) throw new Error(`There is no span of the run ${name}.`);
  return found;
}

function findSpan(spans: readonly ImportedSpan[], name: string): ImportedSpan {
  const found = spans.filter((span) => span.name === name);
  if (found[0] === undefined || found.length > 1)
    throw new Error(`There are ${found.length} spans "${name}", not one.`);
  return found[0];
}
