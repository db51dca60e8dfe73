import { expect, test } from "vitest";
import { observeCall } from "./observe-call.ts";

/** What a client of a model may return: a promise with methods that its caller needs. */
class ResponsePromise<T> extends Promise<T> {
  withResponse(): string {
    return "response";
  }
}

const ignore = () => {};

test("a promise is handed through by one of its own: a failure that nobody awaits still shows", async () => {
  const returned = Promise.resolve("sunny");
  const seen: unknown[] = [];
  const observed = observeCall(
    () => returned,
    (value) => seen.push(value),
    ignore,
  );
  expect(observed).not.toBe(returned);
  expect(await observed).toBe("sunny");
  expect(seen).toEqual(["sunny"]);
});

test("a client's own kind of promise stays what it is", async () => {
  const returned = new ResponsePromise<string>((resolve) => resolve("sunny"));
  expect(observeCall(() => returned, ignore, ignore)).toBe(returned);
  await returned;
});

test("what is awaited again and again, as a query, runs once", async () => {
  let runs = 0;
  const query: PromiseLike<number> = {
    // oxlint-disable-next-line unicorn/no-thenable -- such a query is what is tested
    then: (resolve) => Promise.resolve(++runs).then(resolve),
  };
  const observed = observeCall(() => query, ignore, ignore);
  expect([await observed, await observed]).toEqual([1, 1]);
});

test("an error that is thrown is told of and thrown on, whatever the teller throws", () => {
  const error = new Error("no forecast");
  const told: unknown[] = [];
  const call = () => {
    throw error;
  };
  const tell = (reported: unknown) => {
    told.push(reported);
    throw new Error("teller");
  };
  expect(() => observeCall(call, ignore, tell)).toThrow(error);
  expect(told).toEqual([error]);
});
