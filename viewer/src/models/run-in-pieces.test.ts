import { expect, it } from "vitest";
import { runInPieces } from "./run-in-pieces.ts";

/** Work of so many steps of some ms each. */
function* work(steps: number, stepMs: number): Generator<undefined, number> {
  for (let step = 0; step < steps; step++) {
    const until = performance.now() + stepMs;
    while (performance.now() < until);
    yield;
  }
  return steps;
}

it("does what is little at once", () => {
  let result = 0;
  runInPieces(
    work(10, 0),
    () => false,
    (value) => (result = value),
  );
  expect(result).toBe(10);
});

it("does what is much between other tasks", async () => {
  let others = 0;
  const timer = setInterval(() => (others += 1), 1);
  const result = await new Promise<number>((resolve) => runInPieces(work(20, 5), () => false, resolve));
  clearInterval(timer);
  expect(result).toBe(20);
  expect(others).toBeGreaterThan(1);
});

it("leaves off when nobody wants the result any more", async () => {
  let isDone = false;
  let isStale = false;
  runInPieces(
    work(20, 5),
    () => isStale,
    () => (isDone = true),
  );
  isStale = true;
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(isDone).toBe(false);
});
