import { expect, it } from "vitest";
import { wrapOnce } from "./wrap-once.ts";

class Counter {
  #count = 0;
  handler(step: number): number {
    this.#count += step;
    return this.#count;
  }
}

it("keeps the object, its private state and its results", () => {
  const counter = new Counter();
  const seen: unknown[] = [];
  wrapOnce(counter, "handler", ({ args, proceed }) => {
    seen.push(...args);
    return proceed();
  });
  expect([counter.handler(2), counter.handler(3)]).toEqual([2, 5]);
  expect(seen).toEqual([2, 3]);
});

it("wraps a shared object once, however many agents use it", () => {
  const counter = new Counter();
  let calls = 0;
  for (let agent = 0; agent < 3; agent++) {
    wrapOnce(counter, "handler", ({ proceed }) => {
      calls += 1;
      return proceed();
    });
  }
  counter.handler(1);
  expect(calls).toBe(1);
});

it("looks like the function it replaces", () => {
  function answer(first: string, second: string): string {
    return first + second;
  }
  const target = { handler: Object.assign(answer, { version: 2 }) };
  wrapOnce(target, "handler", ({ proceed }) => proceed());
  expect(target.handler).not.toBe(answer);
  const { name, length, version } = target.handler;
  expect({ name, length, version }).toEqual({ name: "answer", length: 2, version: 2 });
});

it("leaves alone what is frozen or no function", () => {
  const frozen = Object.freeze({ handler: () => "as it was" });
  wrapOnce(frozen, "handler", () => "changed");
  expect(frozen.handler()).toBe("as it was");
  const empty = { handler: undefined };
  wrapOnce(empty, "handler", () => "changed");
  expect(empty.handler).toBeUndefined();
});
