import { setTimeout as sleep } from "node:timers/promises";
import { diag, DiagLogLevel } from "@opentelemetry/api";
import { describe, expect, it, vi } from "vitest";
import { wrapOnce } from "./wrap-once.ts";

class Counter {
  #count = 0;
  handler(step: number): number {
    this.#count += step;
    return this.#count;
  }
}

function greet(this: { name: string }): string {
  return this.name;
}

function wrapped<T extends object>(target: T): T {
  wrapOnce(target, "handler", ({ proceed }) => proceed());
  return target;
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

describe("a method that somebody has replaced after us", () => {
  it("by a wrapper about ours is observed once, also when it calls ours later or calls itself", async () => {
    const seen: number[] = [];
    const target = {
      async handler(depth: number): Promise<number> {
        await sleep(1);
        return depth === 0 ? 0 : 1 + (await target.handler(depth - 1));
      },
    };
    for (let replaced = 0; replaced < 3; replaced++) {
      wrapOnce(target, "handler", ({ args, proceed }) => {
        seen.push(Number(args[0]));
        return proceed();
      });
      const handler = target.handler.bind(target);
      target.handler = async (depth) => {
        await sleep(1);
        return handler(depth);
      };
    }
    wrapOnce(target, "handler", ({ args, proceed }) => {
      seen.push(Number(args[0]));
      return proceed();
    });
    expect(await target.handler(2)).toBe(2);
    expect(seen).toEqual([2, 1, 0]);
  });

  it("by another one is observed", () => {
    const target = { handler: () => "first" };
    let calls = 0;
    const observe = (): boolean =>
      wrapOnce(target, "handler", ({ proceed }) => {
        calls += 1;
        return proceed();
      });
    observe();
    target.handler = () => "second";
    observe();
    observe();
    expect(target.handler()).toBe("second");
    expect(calls).toBe(1);
  });
});

it("calls a method on the object it was called on, also one derived from the wrapped", () => {
  const base = { name: "base", handler: greet };
  const seen: unknown[] = [];
  wrapOnce(base, "handler", ({ self, proceed }) => {
    seen.push(self);
    return proceed();
  });
  const derived: typeof base = Object.create(base, { name: { value: "derived" } });
  expect(derived.handler()).toBe("derived");
  expect(seen).toEqual([derived]);
});

it("adds no member that shows up in a copy of the object", () => {
  const counter = new Counter();
  wrapOnce(counter, "handler", ({ proceed }) => proceed());
  expect(Reflect.ownKeys(Object.assign({}, counter))).toEqual([]);
  expect(Object.keys({ ...wrapped({ handler: greet, name: "x" }) })).toEqual(["handler", "name"]);
});

it("calls the original when observing it fails", () => {
  const target = { handler: (): string => "value" };
  wrapOnce(target, "handler", () => {
    throw new Error("ours");
  });
  expect(target.handler()).toBe("value");
});

it("hands the original's own error through and does not call it again", () => {
  let calls = 0;
  const target = {
    handler(): string {
      calls += 1;
      throw new Error("theirs");
    },
  };
  wrapOnce(target, "handler", ({ proceed }) => proceed());
  expect(() => target.handler()).toThrow("theirs");
  expect(calls).toBe(1);
});

it("wraps a method of an object that is sealed, and leaves one that a getter makes", () => {
  const sealed = Object.seal({ handler: () => "value" });
  wrapOnce(sealed, "handler", () => "observed");
  wrapOnce(sealed, "handler", () => "observed twice");
  expect(sealed.handler()).toBe("observed");
  const made = {
    get handler() {
      return () => "made";
    },
  };
  wrapOnce(made, "handler", () => "observed");
  expect(made.handler()).toBe("made");
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

it("says once of a frozen object that it cannot be observed, however often it is tried", () => {
  const warn = vi.fn<(message: string) => void>();
  diag.setLogger(
    { error: warn, warn, info: warn, debug: warn, verbose: warn },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  const frozen = Object.freeze({ handler: () => "as it was" });
  const tries = Array.from({ length: 3 }, () => wrapOnce(frozen, "handler", () => "changed"));
  diag.disable();
  expect(tries).toEqual([false, false, false]);
  expect(warn).toHaveBeenCalledTimes(1);
});

it("leaves alone what is frozen or not a function", () => {
  const frozen = Object.freeze({ handler: () => "as it was" });
  wrapOnce(frozen, "handler", () => "changed");
  expect(frozen.handler()).toBe("as it was");
  const empty = { handler: undefined };
  wrapOnce(empty, "handler", () => "changed");
  expect(empty.handler).toBeUndefined();
});
