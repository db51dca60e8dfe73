import { beforeEach, describe, expect, test, vi } from "vitest";
import { createStorageCheck } from "./storage-check.ts";

/** As the engines fail. */
const withState = (code: string) => Object.assign(new Error(`failed with ${code}`), { code });
const fail = (reason: Error) => () => Promise.reject(reason);
const succeed = () => Promise.resolve();

describe("createStorageCheck", () => {
  let at = 0;
  const ask = vi.fn<() => Promise<void>>(succeed);
  const probe = vi.fn<() => Promise<void>>(succeed);
  const create = () => createStorageCheck({ ask, probe, commitCountsMs: 2_000 }, () => at);

  beforeEach(() => {
    at = 1_000_000;
    for (const question of [ask, probe]) question.mockReset().mockImplementation(succeed);
  });

  test("asks everything at first, then only whether the engine is there, and about the disk again after a minute", async () => {
    const storage = create();
    await storage.check();
    await storage.check();
    expect([ask.mock.calls.length, probe.mock.calls.length]).toEqual([2, 1]);
    at += 60_000;
    await storage.check();
    expect([ask.mock.calls.length, probe.mock.calls.length]).toEqual([3, 2]);
  });

  test("asks nothing while commits say that all is well", async () => {
    const storage = create();
    await storage.watchSpans(succeed);
    at += 1_999;
    await storage.check();
    expect(ask).not.toHaveBeenCalled();
  });

  test("says no for five seconds after a failure, whatever the disk says, then goes by the disk", async () => {
    const storage = create();
    const full = withState("53100");
    await expect(storage.watchSpans(fail(full))).rejects.toThrow(full);
    at += 4_999;
    await expect(storage.check()).rejects.toThrow(full);
    at += 1;
    probe.mockImplementationOnce(fail(full));
    await expect(storage.check()).rejects.toThrow(full);
    await storage.check();
    expect(probe).toHaveBeenCalledTimes(2);
  });

  test("says yes as soon as spans are committed again", async () => {
    const storage = create();
    await expect(storage.watchSpans(fail(withState("08006")))).rejects.toThrow("08006");
    await storage.watchSpans(succeed);
    await storage.check();
    expect(ask).not.toHaveBeenCalled();
  });

  test.each(["22P05", "23505", "40001", "40P01", "42P07", "55P03"])(
    "does not take %s for a fault of the storage",
    async (code) => {
      const storage = create();
      await expect(storage.watchSpans(fail(withState(code)))).rejects.toThrow(code);
      await storage.check();
    },
  );

  test("takes the commit of anything else for no sign that spans can be stored", async () => {
    const storage = create();
    const full = withState("53100");
    await expect(storage.watchSpans(fail(full))).rejects.toThrow(full);
    await storage.watchOther(succeed);
    await expect(storage.check()).rejects.toThrow(full);

    at += 5_000;
    await storage.check();
    await storage.watchOther(succeed);
    await storage.check();
    expect(ask).toHaveBeenCalledTimes(2);
  });

  test("takes of anything else what the disk says, and no more", async () => {
    const storage = create();
    await expect(storage.watchOther(fail(withState("57014")))).rejects.toThrow("57014");
    await storage.check();
    await expect(storage.watchOther(fail(withState("53100")))).rejects.toThrow("53100");
    await expect(storage.check()).rejects.toThrow("53100");
  });

  test("gives up on an engine that says nothing, and asks only once at a time", async () => {
    vi.useFakeTimers();
    ask.mockImplementation(() => new Promise(() => {}));
    const storage = create();
    const both = Promise.allSettled([storage.check(), storage.check()]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await both).toMatchObject([{ reason: { code: "TIMEOUT" } }, { reason: { code: "TIMEOUT" } }]);
    expect(ask).toHaveBeenCalledTimes(1);
    vi.useRealTimers();
  });
});
