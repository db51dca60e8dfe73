// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import type { ListAllRunsParams, RunList } from "@runline/contract";
import { createRunsClient, RunsApiError, type RunsClientOptions } from "@runline/contract/client";
import type { ComponentChildren } from "preact";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { renderHook } from "../../test/render-hook.tsx";
import { AppContext } from "./app-context.ts";
import { createAppModel } from "./create-app-model.ts";
import { useListRuns, useRunSummary } from "./run-queries.ts";

const EMPTY: RunList = { runs: [], total: 0, hasMore: false };

interface Call {
  url: string;
  signal: AbortSignal | null | undefined;
}

/** The models of a page whose server is `answer`. */
function setUp(answer: (call: Call) => Promise<Response> | Response) {
  const calls: Call[] = [];
  const send: NonNullable<RunsClientOptions["fetch"]> = async (input, init) => {
    const call = { url: typeof input === "string" ? input : "", signal: init?.signal };
    calls.push(call);
    return answer(call);
  };
  const runs = createRunsClient({ fetch: send });
  const model = { ...createAppModel(window), api: signal({ runs, openLive: () => ({ close: () => undefined }) }) };
  onTestFinished(() => model.close());
  const wrapper = ({ children }: { children?: ComponentChildren }) => (
    <AppContext.Provider value={model}>{children}</AppContext.Provider>
  );
  return { calls, wrapper };
}

const toJson = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });

describe("useListRuns", () => {
  it("is loading, then has the answer to its parameters", async () => {
    const { calls, wrapper } = setUp(() => toJson(EMPTY));
    const { result } = renderHook(() => useListRuns({ status: "error" }), undefined, wrapper);
    expect(result.current).toMatchObject({ data: undefined, isLoading: true, error: undefined });
    await vi.waitFor(() => expect(result.current).toMatchObject({ data: EMPTY, isLoading: false }));
    expect(calls.map(({ url }) => url)).toEqual(["/api/runs?status=error"]);
  });

  it("tells the error of the API and gets over it when asked again", async () => {
    let status = 400;
    const error = { error: { code: "BAD_REQUEST", message: "status is no status" } };
    const { wrapper } = setUp(() => (status === 400 ? toJson(error, status) : toJson(EMPTY)));
    const { result } = renderHook(() => useListRuns({}), undefined, wrapper);
    await vi.waitFor(() => expect(result.current.error).toBeInstanceOf(RunsApiError));
    expect(result.current).toMatchObject({ data: undefined, isLoading: false });
    status = 200;
    result.current.refetch();
    await vi.waitFor(() => expect(result.current).toMatchObject({ data: EMPTY, error: undefined }));
  });

  it("keeps the last page on screen, marked, while the next one loads", async () => {
    const release: (() => void)[] = [];
    const { wrapper } = setUp(async ({ url }) => {
      if (url.includes("cursor")) await new Promise<void>((resolve) => release.push(resolve));
      return toJson(url.includes("cursor") ? { ...EMPTY, total: 7 } : EMPTY);
    });
    const firstPage: ListAllRunsParams = {};
    const { result, rerender } = renderHook((params: ListAllRunsParams) => useListRuns(params), firstPage, wrapper);
    await vi.waitFor(() => expect(result.current.data).toEqual(EMPTY));
    rerender({ cursor: "next" });
    expect(result.current).toMatchObject({ data: EMPTY, isPrevious: true });
    await vi.waitFor(() => expect(release).toHaveLength(1));
    release[0]?.();
    await vi.waitFor(() => expect(result.current).toMatchObject({ data: { total: 7 }, isPrevious: false }));
  });

  it("asks again at the interval it is given", async () => {
    const { calls, wrapper } = setUp(() => toJson(EMPTY));
    renderHook(() => useListRuns({}, { pollMs: 20 }), undefined, wrapper);
    await vi.waitFor(() => expect(calls.length).toBeGreaterThanOrEqual(3));
  });
});

describe("useRunSummary", () => {
  it("cancels its request when nobody waits for it any more", async () => {
    const { calls, wrapper } = setUp(() => new Promise<Response>(() => undefined));
    const { unmount } = renderHook(() => useRunSummary("agent", "run"), undefined, wrapper);
    await vi.waitFor(() => expect(calls).toHaveLength(1));
    expect(calls[0]?.signal?.aborted).toBe(false);
    unmount();
    await vi.waitFor(() => expect(calls[0]?.signal?.aborted).toBe(true));
  });

  it("asks nothing while an id is missing", () => {
    const { calls, wrapper } = setUp(() => toJson(EMPTY));
    renderHook(() => useRunSummary("agent", undefined), undefined, wrapper);
    expect(calls).toHaveLength(0);
  });
});
