import { signal } from "@preact/signals";
import type { LiveMessage } from "@runline/contract";
import { createRunsClient } from "@runline/contract/client";
import { QueryClient, QueryObserver } from "@tanstack/query-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { RunlineApi } from "../api/create-runline-api.ts";
import type { LiveStreamOptions } from "../api/open-live-stream.ts";
import { ALL_AGENTS, createLiveModel } from "./create-live-model.ts";
import { queryKeys } from "./query-keys.ts";

const AGENT = "agent";
const message = (runId: string): LiveMessage => ({ runId, agentId: AGENT, status: "started", at: 0 });

/** A model on a stream that the test plays, with the list and one run on screen. */
function setUp() {
  const streams: {
    agentId: string | undefined;
    isClosed: boolean;
    options: Pick<LiveStreamOptions, "onEvent" | "onState">;
  }[] = [];
  const api: RunlineApi = {
    runs: createRunsClient(),
    openLive(agentId, options) {
      const stream = { agentId, isClosed: false, options };
      streams.push(stream);
      return { close: () => (stream.isClosed = true) };
    },
  };
  const queryClient = new QueryClient({ defaultOptions: { queries: { networkMode: "always" } } });
  const fetched: string[] = [];
  /** What the server has stored; an answer tells what it was when the request came. */
  const committed = { now: 0 };
  const answerAfterMs = { list: 0, run: 0 };
  const show = (name: string, queryKey: readonly unknown[], waitMs: () => number) =>
    new QueryObserver(queryClient, {
      queryKey,
      queryFn: async () => {
        fetched.push(name);
        const read = committed.now;
        await new Promise((resolve) => Number.isFinite(waitMs()) && setTimeout(resolve, waitMs()));
        return read;
      },
    }).subscribe(() => undefined);
  const hide = [
    show("list", queryKeys.list({}), () => answerAfterMs.list),
    show("run a", queryKeys.summary(AGENT, "a"), () => answerAfterMs.run),
  ];
  const showChart = () => show("chart", [...queryKeys.allStats(), "an hour"], () => 0);
  const isHidden = signal(false);
  const live = createLiveModel({ api: signal(api), queryClient, isHidden });
  live.watch(AGENT);
  const close = () => {
    live.close();
    for (const stop of hide) stop();
    queryClient.clear();
  };
  return { live, isHidden, showChart, streams, queryClient, fetched, committed, answerAfterMs, close };
}

describe("the live model", () => {
  let page: ReturnType<typeof setUp>;

  beforeEach(async () => {
    vi.useFakeTimers();
    page = setUp();
    await vi.advanceTimersByTimeAsync(10);
    page.fetched.length = 0;
  });

  afterEach(() => {
    page.close();
    vi.useRealTimers();
  });

  it("fetches the list and the run of an event at once, and no other run", async () => {
    page.streams[0]?.options.onEvent({ name: "run-updated", message: message("b") });
    await vi.advanceTimersByTimeAsync(1);
    expect(page.fetched).toEqual(["list"]);
    page.streams[0]?.options.onEvent({ name: "run-updated", message: message("a") });
    await vi.advanceTimersByTimeAsync(150);
    expect(page.fetched.toSorted()).toEqual(["list", "list", "run a"]);
  });

  it("fetches the chart when a run starts or ends, not when it grows", async () => {
    const hide = page.showChart();
    await vi.advanceTimersByTimeAsync(10);
    page.fetched.length = 0;
    page.streams[0]?.options.onEvent({ name: "run-updated", message: message("b") });
    await vi.advanceTimersByTimeAsync(1_500);
    expect(page.fetched).toEqual(["list"]);
    for (const name of ["run-started", "run-ended"] as const) {
      page.streams[0]?.options.onEvent({ name, message: message("b") });
      await vi.advanceTimersByTimeAsync(1_500);
    }
    expect(page.fetched.filter((what) => what === "chart")).toHaveLength(2);
    hide();
  });

  it("fetches at most ten times a second, however many events come", async () => {
    for (let count = 0; count < 200; count++) {
      page.streams[0]?.options.onEvent({ name: "run-updated", message: message("b") });
      await vi.advanceTimersByTimeAsync(5);
    }
    expect(page.fetched.length).toBeGreaterThan(5);
    expect(page.fetched.length).toBeLessThanOrEqual(11);
  });

  it("lets a slow answer come before it asks again, and the server rest for as long as that took", async () => {
    page.answerAfterMs.list = 700;
    for (let count = 0; count < 10; count++) {
      page.streams[0]?.options.onEvent({ name: "run-updated", message: message("b") });
      await vi.advanceTimersByTimeAsync(50);
    }
    expect(page.fetched).toEqual(["list"]);
    await vi.advanceTimersByTimeAsync(800);
    expect(page.fetched).toEqual(["list"]);
    await vi.advanceTimersByTimeAsync(200);
    expect(page.fetched).toEqual(["list", "list"]);
  });

  it("shows what came while the page itself was fetching", async () => {
    page.answerAfterMs.list = 300;
    const shown = () => page.queryClient.getQueryData(queryKeys.list({}));
    void page.queryClient.refetchQueries({ queryKey: queryKeys.lists() });
    await vi.advanceTimersByTimeAsync(100);
    page.committed.now = 1;
    page.streams[0]?.options.onEvent({ name: "run-updated", message: message("b") });
    await vi.advanceTimersByTimeAsync(700);
    expect(shown()).toBe(1);
  });

  it("goes on with the rest when one answer does not come", async () => {
    page.answerAfterMs.list = Infinity;
    page.streams[0]?.options.onEvent({ name: "run-updated", message: message("a") });
    await vi.advanceTimersByTimeAsync(200);
    page.streams[0]?.options.onEvent({ name: "run-updated", message: message("a") });
    await vi.advanceTimersByTimeAsync(200);
    expect(page.fetched.toSorted()).toEqual(["list", "run a", "run a"]);
  });

  it("fetches everything on screen when it begins to listen, after a loss and after a resync", async () => {
    const { onState, onEvent } = page.streams[0]?.options ?? {};
    const expectAll = async () => {
      await vi.advanceTimersByTimeAsync(200);
      expect(page.fetched.toSorted()).toEqual(["list", "run a"]);
      page.fetched.length = 0;
    };
    onState?.("live");
    await expectAll();
    onState?.("waiting");
    onState?.("live");
    await expectAll();
    onEvent?.({ name: "resync", message: undefined });
    await expectAll();
  });

  it("listens to another agent instead of the first, to all, or to none", () => {
    page.live.watch("other");
    page.live.watch(ALL_AGENTS);
    expect(page.streams.map(({ agentId, isClosed }) => [agentId, isClosed])).toEqual([
      [AGENT, true],
      ["other", true],
      [undefined, false],
    ]);
    page.live.watch(undefined);
    expect(page.live.state.value).toBe("off");
  });

  it("listens to nothing while the page is hidden, and then fetches what it missed", async () => {
    page.isHidden.value = true;
    expect([page.streams[0]?.isClosed, page.live.state.value]).toEqual([true, "off"]);
    page.isHidden.value = false;
    page.streams[1]?.options.onState("live");
    await vi.advanceTimersByTimeAsync(200);
    expect(page.fetched.toSorted()).toEqual(["list", "run a"]);
  });

  it("says since when the server is silent until it is heard again, and tries again when it is told to", () => {
    const start = Date.now();
    const { onState } = page.streams[0]?.options ?? {};
    onState?.("live");
    onState?.("waiting");
    vi.setSystemTime(start + 5_000);
    onState?.("waiting");
    expect(page.live.silentSince.value).toBe(start);
    page.live.reconnect();
    expect([page.streams[0]?.isClosed, page.streams[1]?.isClosed]).toEqual([true, false]);
    expect(page.live.silentSince.value).toBe(start);
    page.streams[1]?.options.onState("live");
    expect(page.live.silentSince.value).toBeUndefined();
  });
});
