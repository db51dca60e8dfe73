import { effect, signal, type ReadonlySignal } from "@preact/signals";
import type { QueryClient, QueryKey } from "@tanstack/query-core";
import type { RunlineApi } from "../api/create-runline-api.ts";
import type { LiveEvent, LiveState } from "../api/open-live-stream.ts";
import { queryKeys } from "./query-keys.ts";

/** `off` = no agent is shown; the others are those of the stream. */
export type LiveModelState = LiveState | "off";

/** The live stream of the agent on screen. Each event is a hint to fetch again, never data. */
export interface LiveModel {
  state: ReadonlySignal<LiveModelState>;
  /** Runs that have started since the agent was opened; a page that does not move compares it with what it saw. */
  startedRuns: ReadonlySignal<number>;
  /** Listens to this agent from now on, or to none. */
  watch(agentId: string | undefined): void;
  close(): void;
}

/** What the model needs. */
export interface LiveModelOptions {
  api: ReadonlySignal<RunlineApi>;
  queryClient: QueryClient;
  onUnauthorized: () => void;
}

/** Shortest time between two refreshes of a list or a run: ten a second. */
const GAP_MS = 100;
/** The same for the chart and the agents, which nobody reads that fast. */
const SLOW_GAP_MS = 1_000;

/** Makes the model; nothing is opened until `watch` names an agent. */
export function createLiveModel({ api, queryClient, onUnauthorized }: LiveModelOptions): LiveModel {
  const watched = signal<string | undefined>(undefined);
  const state = signal<LiveModelState>("off");
  const startedRuns = signal(0);

  const stopWatching = effect(() => {
    const agentId = watched.value;
    if (agentId === undefined) {
      state.value = "off";
      return undefined;
    }
    const refresher = createRefresher(queryClient, GAP_MS);
    const slowRefresher = createRefresher(queryClient, SLOW_GAP_MS);
    const refresh = (event: LiveEvent) => {
      refresher.add([queryKeys.lists(agentId), toRunKey(agentId, event)]);
      if (event.name !== "run-updated") slowRefresher.add([queryKeys.allStats(agentId), queryKeys.agents()]);
    };
    let wasLost = false;
    const stream = api.value.openLive(agentId, {
      onEvent(event) {
        if (event.name === "run-started") startedRuns.value = startedRuns.peek() + 1;
        refresh(event);
      },
      onState(next) {
        state.value = next;
        if (next === "unauthorized") onUnauthorized();
        // The server may have restarted and know less of the past than we missed.
        if (next === "live" && wasLost) refresh({ name: "resync", message: undefined });
        if (next === "waiting") wasLost = true;
        if (next === "live") wasLost = false;
      },
    });
    return () => {
      stream.close();
      refresher.close();
      slowRefresher.close();
    };
  });

  return {
    state,
    startedRuns,
    watch(agentId) {
      if (watched.peek() !== agentId) startedRuns.value = 0;
      watched.value = agentId;
    },
    close: stopWatching,
  };
}

/** The run of an event, or all of them when it names none. */
function toRunKey(agentId: string, { message }: LiveEvent): QueryKey {
  return message === undefined ? queryKeys.runs(agentId) : queryKeys.run(agentId, message.runId);
}

/**
 * Fetches again what is on screen under the given keys: at once for the first event, then as often as the server can
 * answer and at most every `gapMs`. A fetch under way is never cancelled by the next event, else a
 * busy agent would starve the page; what came meanwhile is fetched after it.
 */
function createRefresher(queryClient: QueryClient, gapMs: number): { add(keys: QueryKey[]): void; close(): void } {
  const pending = new Map<string, QueryKey>();
  let isBusy = false;

  async function refreshAll(): Promise<void> {
    isBusy = true;
    while (pending.size > 0) {
      const keys = [...pending.values()];
      pending.clear();
      const gap = new Promise((resolve) => setTimeout(resolve, gapMs));
      await Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey }, { cancelRefetch: false })));
      await gap;
    }
    isBusy = false;
  }

  return {
    add(keys) {
      for (const key of keys) pending.set(JSON.stringify(key), key);
      if (!isBusy) void refreshAll();
    },
    close: () => pending.clear(),
  };
}
