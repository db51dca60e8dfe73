import { effect, signal, type ReadonlySignal } from "@preact/signals";
import type { QueryClient, QueryKey } from "@tanstack/query-core";
import type { RunlineApi } from "../api/create-runline-api.ts";
import type { StreamEvent, LiveState } from "../api/open-live-stream.ts";
import { createRefresher } from "./create-refresher.ts";
import { queryKeys } from "./query-keys.ts";

/** `off` = no agent is shown; the others are those of the stream. */
export type LiveModelState = LiveState | "off";

/** The live stream of the agent on screen. Each event is a hint to fetch again, never data. */
export interface LiveModel {
  state: ReadonlySignal<LiveModelState>;
  /** Listens to this agent from now on, or to none. */
  watch(agentId: string | undefined): void;
  close(): void;
}

/** What the model needs. */
export interface LiveModelOptions {
  api: ReadonlySignal<RunlineApi>;
  queryClient: QueryClient;
}

/** Shortest time between two refreshes of a list or a run: ten a second. */
const GAP_MS = 100;
/** The same for the chart and the agents, which nobody reads that fast. */
const SLOW_GAP_MS = 1_000;

/** Makes the model; nothing is opened until `watch` names an agent. */
export function createLiveModel({ api, queryClient }: LiveModelOptions): LiveModel {
  const watched = signal<string | undefined>(undefined);
  const state = signal<LiveModelState>("off");

  const stopWatching = effect(() => {
    const agentId = watched.value;
    if (agentId === undefined) {
      state.value = "off";
      return undefined;
    }
    const refresher = createRefresher(queryClient, GAP_MS);
    const slowRefresher = createRefresher(queryClient, SLOW_GAP_MS);
    const refresh = (event: StreamEvent) => {
      refresher.add([queryKeys.lists(agentId), toRunKey(agentId, event)]);
      if (event.name !== "run-updated") slowRefresher.add([queryKeys.allStats(agentId), queryKeys.agents()]);
    };
    const stream = api.value.openLive(agentId, {
      onEvent: refresh,
      onState(next) {
        state.value = next;
        // What was fetched before the stream was open may have missed an event, and after a loss the server may have
        // restarted and know less of the past than we missed.
        if (next === "live") refresh({ name: "resync", message: undefined });
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
    watch: (agentId) => (watched.value = agentId),
    close: stopWatching,
  };
}

/** The run of an event, or all of them when it names none. */
function toRunKey(agentId: string, { message }: StreamEvent): QueryKey {
  return message === undefined ? queryKeys.runs(agentId) : queryKeys.run(agentId, message.runId);
}
