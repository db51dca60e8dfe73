import type { RunSummary } from "@runline/contract";
import { describe, expect, it } from "vitest";
import { createSpan } from "../../test/create-span.ts";
import { toEventEntries } from "./run-events.ts";

const RUN: RunSummary = {
  runId: "r",
  agentId: "a",
  status: "completed",
  startedAt: 0,
  endedAt: 100,
  messageId: "m",
  roomId: "o",
  entityId: "e",
  counts: { actions: 1, modelCalls: 1, errors: 0, evaluators: 0 },
  rootSpanId: "run",
};

/** The events as text: type, span, action. */
function write(...[run, spans]: Parameters<typeof toEventEntries>): string[] {
  return toEventEntries(run, spans).map(({ type, span, actionName = "" }) =>
    `${type} ${span?.spanId ?? ""} ${actionName}`.trim(),
  );
}

describe("toEventEntries", () => {
  it("puts what happened at one moment inside the run and the action", () => {
    const spans = [
      createSpan("call", "http", { kind: "model_call", startedAt: 0, endedAt: 0 }),
      createSpan("http", "action", { startedAt: 0, endedAt: 100 }),
      createSpan("action", "run", { kind: "action", startedAt: 0, endedAt: 100, label: "REPLY" }),
      createSpan("run", undefined, { kind: "run", startedAt: 0, endedAt: 100 }),
    ];
    expect(write(RUN, spans)).toEqual([
      "RUN_STARTED",
      "ACTION_STARTED action",
      "MODEL_USED call REPLY",
      "ACTION_COMPLETED action",
      "RUN_ENDED",
    ]);
  });

  it("tells of no end that has not come, and of no run that no span stands for", () => {
    const { endedAt: _, rootSpanId, ...open } = RUN;
    const action = createSpan("action", "run", { kind: "action", endedAt: undefined });
    expect(write({ ...open, rootSpanId }, [action])).toEqual(["RUN_STARTED", "ACTION_STARTED action"]);
    expect(write(open, [action])).toEqual(["ACTION_STARTED action"]);
  });

  it("leaves out what the run does not count: what is told twice, and what is others'", () => {
    const otherAgent = { agentId: "a", name: "Other", runId: "o" };
    const spans = [
      createSpan("again", "run", { kind: "model_call", detailOf: "call" }),
      createSpan("theirs", "run", { kind: "model_call", otherAgent }),
      createSpan("caller", undefined, { kind: "action", caller: true }),
      createSpan("http", "run"),
    ];
    expect(write(RUN, spans)).toEqual(["RUN_STARTED", "RUN_ENDED"]);
  });

  it("finds the action around a call once for all that hang on it, and no end in a circle", () => {
    const spans = [
      createSpan("a", "b"),
      createSpan("b", "a"),
      createSpan("x", "a", { kind: "model_call", endedAt: 1 }),
      createSpan("y", "b", { kind: "model_call", endedAt: 2 }),
      createSpan("z", "never sent", { kind: "model_call", endedAt: 3 }),
    ];
    expect(write(RUN, spans)).toEqual(["RUN_STARTED", "MODEL_USED x", "MODEL_USED y", "MODEL_USED z", "RUN_ENDED"]);
  });
});
