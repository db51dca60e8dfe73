import {
  ATTR_ACTION_NAME,
  ATTR_PARENT_RUN_ID,
  ATTR_RUN_ID,
  ATTR_RUN_OUTCOME,
  ATTR_RUN_PHASE,
  ATTR_RUN_STATUS,
} from "@runline/contract";
import { describe, expect, test } from "vitest";
import { toId } from "./support/eliza-log.ts";
import { at, findRunSpan, findSpan, isDoubtful, isRun, rebuild } from "./support/rebuild-spans.ts";

// What an elizaOS log that was read to its end says of its runs.
const HOUR_MS = 3_600_000;
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

  test("has its calls where they were made, though elizaOS does not wait for their rows", () => {
    const spans = rebuild((log) => {
      log.start(first, 0);
      log.beginAction(first, "DAY", 2.1);
      log.call(first, 1, 2, { writtenAt: 2.2 }); // before the action
      log.endAction(first, "DAY", 4.1);
      log.call(first, 3, 4, { type: "TEXT_SMALL", writtenAt: 4.2 }); // after an inner plan nothing is current any more
      log.end(first, 10);
    });
    expect(findSpan(spans, "chat TEXT_LARGE").parentSpanId).toBe(findRunSpan(spans, first).spanId);
    expect(findSpan(spans, "chat TEXT_SMALL").parentSpanId).toBe(findSpan(spans, "execute_tool DAY").spanId);
  });

  test("has its calls where they were made, though the clock of the database is another one", () => {
    const spans = rebuild((log) => {
      log.start(first, 0);
      log.call(first, 1, 2);
      log.beginAction(first, "DAY", 2.1);
      log.call(first, 3, 4, { type: "TEXT_SMALL" });
      log.endAction(first, "DAY", 4.1);
      log.call(first, 5, 6, { type: "OBJECT_SMALL" });
      log.end(first, 10);
      for (const row of log.rows) row.at -= HOUR_MS;
    });
    const parents = ["TEXT_LARGE", "TEXT_SMALL", "OBJECT_SMALL"].map(
      (type) => findSpan(spans, `chat ${type}`).parentSpanId,
    );
    const run = findRunSpan(spans, first).spanId;
    expect(parents).toEqual([run, findSpan(spans, "execute_tool DAY").spanId, run]);
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
