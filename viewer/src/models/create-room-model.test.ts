import type { RunList, RunSummary } from "@runline/contract";
import { expect, it } from "vitest";
import { createRoomModel } from "./create-room-model.ts";

const createRun = (startedAt: number, status: RunSummary["status"] = "completed"): RunSummary => ({
  runId: `run ${startedAt}`,
  agentId: "a",
  status,
  startedAt,
  messageId: "m",
  roomId: "r",
  entityId: "e",
  counts: { actions: 0, modelCalls: 0, errors: 0, evaluators: 0 },
});

/** A page as the API gives it, newest first. */
const toPage = (runs: RunSummary[], nextCursor?: string): RunList => ({
  runs,
  total: 9,
  hasMore: nextCursor !== undefined,
  ...(nextCursor !== undefined && { nextCursor }),
});

function write({ runs, earlierCursor }: ReturnType<typeof createRoomModel>): unknown[] {
  return [runs.value.map(({ startedAt, status }) => `${startedAt} ${status}`), earlierCursor.value];
}

it("has the newest runs, oldest first, and goes back page by page", () => {
  const room = createRoomModel();
  room.addNewest(toPage([createRun(4, "started"), createRun(3)], "before 3"));
  expect(write(room)).toEqual([["3 completed", "4 started"], "before 3"]);
  room.addEarlier(toPage([createRun(2), createRun(1)]));
  room.addNewest(toPage([createRun(5, "started"), createRun(4)], "before 4"));
  expect(write(room)).toEqual([["1 completed", "2 completed", "3 completed", "4 completed", "5 started"], undefined]);
});

it("begins anew when more runs have come than a page holds, and leaves no gap", () => {
  const room = createRoomModel();
  room.addNewest(toPage([createRun(2), createRun(1)]));
  room.addNewest(toPage([createRun(9), createRun(8)], "before 8"));
  expect(write(room)).toEqual([["8 completed", "9 completed"], "before 8"]);
});

it("keeps the runs of two agents that have one id", () => {
  const room = createRoomModel();
  room.addNewest(toPage([createRun(1), { ...createRun(1), agentId: "b" }]));
  expect(room.runs.value.map(({ agentId }) => agentId)).toEqual(["a", "b"]);
});
