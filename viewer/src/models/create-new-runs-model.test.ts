import { expect, it } from "vitest";
import { createNewRunsModel } from "./create-new-runs-model.ts";

const at = (...starts: number[]) => starts.map((startedAt) => ({ startedAt, status: "completed" as const }));
const failed = (startedAt: number) => ({ startedAt, status: "error" as const });

it("counts what came since the beginning was in sight, and what of it failed", () => {
  const model = createNewRunsModel();
  model.visit(at(2, 1), true);
  model.visit(at(3, 2, 1), true);
  expect(model.newRuns.value).toEqual({ runs: 0, failed: 0, isAtLeast: false });
  model.visit(at(3, 2, 1), false);
  model.visit([failed(5), ...at(4, 3, 2)], false);
  expect(model.newRuns.value).toEqual({ runs: 2, failed: 1, isAtLeast: false });
  model.visit([failed(5), ...at(4, 3, 2)], true);
  expect(model.newRuns.value.runs).toBe(0);
});

it("counts from the first answer when a later page was opened by a link", () => {
  const model = createNewRunsModel();
  model.visit(undefined, false);
  model.visit(at(2), false);
  expect(model.newRuns.value.runs).toBe(0);
  model.visit(at(3, 2), false);
  expect(model.newRuns.value.runs).toBe(1);
});

it("says that there may be more when everything it knows of is new", () => {
  const model = createNewRunsModel();
  model.visit(at(1), true);
  model.visit(at(4, 3, 2), false);
  expect(model.newRuns.value).toEqual({ runs: 3, failed: 0, isAtLeast: true });
});

it("counts the first run of a list that was empty", () => {
  const model = createNewRunsModel();
  model.visit([], true);
  model.visit(at(7), false);
  expect(model.newRuns.value.runs).toBe(1);
});
