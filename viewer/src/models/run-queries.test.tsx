import { signal } from "@preact/signals";
import type { ListRunsParams, RunList } from "@runline/contract";
import { createRunsClient, RunsApiError, type RunsClientOptions } from "@runline/contract/client";
import { cleanup, renderHook, waitFor } from "@testing-library/preact";
import type { ComponentChildren } from "preact";
import { afterEach, describe, expect, it } from "vitest";
import { AppContext } from "./app-context.ts";
import { createAppModel, type AppModel } from "./create-app-model.ts";
import { useListRuns, useRunDetail } from "./run-queries.ts";

const EMPTY: RunList = { runs: [], total: 0, hasMore: false };

interface Call {
  url: string;
  signal: AbortSignal | null | undefined;
}

const models: AppModel[] = [];

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
  models.push(model);
  const wrapper = ({ children }: { children: ComponentChildren }) => (
    <AppContext.Provider value={model}>{children}</AppContext.Provider>
  );
  return { calls, wrapper };
}

const toJson = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });

afterEach(() => {
  cleanup();
  for (const model of models.splice(0)) model.close();
});

describe("useListRuns", () => {
  it("is loading, then has the answer to its parameters", async () => {
    const { calls, wrapper } = setUp(() => toJson(EMPTY));
    const { result } = renderHook(() => useListRuns("agent", { status: "error" }), { wrapper });
    expect(result.current).toMatchObject({ data: undefined, isLoading: true, error: undefined });
    await waitFor(() => expect(result.current).toMatchObject({ data: EMPTY, isLoading: false }));
    expect(calls.map(({ url }) => url)).toEqual(["/api/agents/agent/runs?status=error"]);
  });

  it("asks nothing while the agent is not known", async () => {
    const { calls, wrapper } = setUp(() => toJson(EMPTY));
    const { result, rerender } = renderHook(
      ({ agentId }: { agentId: string | undefined }) => useListRuns(agentId, {}),
      {
        wrapper,
        initialProps: { agentId: undefined as string | undefined },
      },
    );
    expect(result.current).toMatchObject({ data: undefined, isLoading: false });
    expect(calls).toHaveLength(0);
    rerender({ agentId: "agent" });
    await waitFor(() => expect(result.current.data).toEqual(EMPTY));
  });

  it("tells the error of the API and gets over it when asked again", async () => {
    let status = 400;
    const error = { error: { code: "BAD_REQUEST", message: "status is no status" } };
    const { wrapper } = setUp(() => (status === 400 ? toJson(error, status) : toJson(EMPTY)));
    const { result } = renderHook(() => useListRuns("agent", {}), { wrapper });
    await waitFor(() => expect(result.current.error).toBeInstanceOf(RunsApiError));
    expect(result.current).toMatchObject({ data: undefined, isLoading: false });
    status = 200;
    result.current.refetch();
    await waitFor(() => expect(result.current).toMatchObject({ data: EMPTY, error: undefined }));
  });

  it("keeps the last page on screen, marked, while the next one loads", async () => {
    const release: (() => void)[] = [];
    const { wrapper } = setUp(async ({ url }) => {
      if (url.includes("cursor")) await new Promise<void>((resolve) => release.push(resolve));
      return toJson(url.includes("cursor") ? { ...EMPTY, total: 7 } : EMPTY);
    });
    const firstPage: ListRunsParams = {};
    const { result, rerender } = renderHook(({ params }) => useListRuns("agent", params), {
      wrapper,
      initialProps: { params: firstPage },
    });
    await waitFor(() => expect(result.current.data).toEqual(EMPTY));
    rerender({ params: { cursor: "next" } });
    expect(result.current).toMatchObject({ data: EMPTY, isPrevious: true });
    await waitFor(() => expect(release).toHaveLength(1));
    release[0]?.();
    await waitFor(() => expect(result.current).toMatchObject({ data: { total: 7 }, isPrevious: false }));
  });

  it("asks again at the interval it is given", async () => {
    const { calls, wrapper } = setUp(() => toJson(EMPTY));
    renderHook(() => useListRuns("agent", {}, { pollMs: 20 }), { wrapper });
    await waitFor(() => expect(calls.length).toBeGreaterThanOrEqual(3));
  });
});

describe("useRunDetail", () => {
  it("cancels its request when nobody waits for it any more", async () => {
    const { calls, wrapper } = setUp(() => new Promise<Response>(() => undefined));
    const { unmount } = renderHook(() => useRunDetail("agent", "run"), { wrapper });
    await waitFor(() => expect(calls).toHaveLength(1));
    expect(calls[0]?.signal?.aborted).toBe(false);
    unmount();
    await waitFor(() => expect(calls[0]?.signal?.aborted).toBe(true));
  });

  it("asks nothing while an id is missing", () => {
    const { calls, wrapper } = setUp(() => toJson(EMPTY));
    renderHook(() => useRunDetail("agent", undefined), { wrapper });
    expect(calls).toHaveLength(0);
  });
});
