import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { isProcessAlive } from "./is-process-alive.ts";

test("a process that has ended is not alive", () => {
  const { pid } = spawnSync(process.execPath, ["--version"]);
  expect(isProcessAlive(pid)).toBe(false);
});

test("this process is alive, and so is process 1, which is another user's unless root asks", () => {
  expect([isProcessAlive(process.pid), isProcessAlive(1)]).toEqual([true, true]);
});

test("a process that cannot be asked for counts as alive", () => {
  expect(isProcessAlive(99_999_999_999)).toBe(true); // larger than Node takes
});
