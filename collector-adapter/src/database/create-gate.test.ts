import { expect, test } from "vitest";
import { createGate } from "./create-gate.ts";

/** A task that goes on until it is ended. */
function createTask(name: string, log: string[]) {
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  return {
    run: async () => {
      log.push(name);
      await ended;
    },
    end: () => end(),
  };
}

test("lets in as many as the limit says at the moment, in the order they came", async () => {
  let limit = 1;
  const log: string[] = [];
  const pass = createGate(() => limit, { waitMs: 10_000, what: "doors" });
  const tasks = ["a", "b", "c", "d"].map((name) => createTask(name, log));
  const passed = tasks.map((task) => pass(task.run));
  await Promise.resolve();
  expect(log).toEqual(["a"]);

  limit = 2;
  tasks[0]?.end();
  await passed[0];
  expect(log).toEqual(["a", "b", "c"]);
  for (const task of tasks) task.end();
  await Promise.all(passed);
  expect(log).toEqual(["a", "b", "c", "d"]);
});

test("a task that fails makes room; one that waits too long is refused and never runs", async () => {
  const log: string[] = [];
  const pass = createGate(() => 1, { waitMs: 20, what: "doors" });
  await expect(pass(() => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  const long = createTask("long", log);
  const passed = pass(long.run);

  await expect(pass(createTask("late", log).run)).rejects.toMatchObject({
    code: "BUSY",
    message: "All doors have been busy for 0.02 s.",
  });

  long.end();
  await passed;
  expect(log).toEqual(["long"]);
});

test("what a task has waited elsewhere counts", async () => {
  const pass = createGate(() => 1, { waitMs: 60_000, what: "doors" });
  const long = createTask("long", []);
  const passed = pass(long.run);

  await expect(pass(() => Promise.resolve(), performance.now() - 60_000)).rejects.toMatchObject({ code: "BUSY" });
  long.end();
  await passed;
});
