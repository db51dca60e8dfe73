import { effect, signal, type ReadonlySignal } from "@preact/signals";
import type { QueryClient, QueryKey } from "@tanstack/query-core";
import type { RunlineApi } from "../api/create-runline-api.ts";
import type { StreamEvent, LiveState } from "../api/open-live-stream.ts";
import { createRefresher } from "./create-refresher.ts";
import { queryKeys } from "./query-keys.ts";

/** `off` = nothing live is shown, or the page is hidden; the others are those of the stream. */
export type LiveModelState = LiveState | "off";

/** Stands for the id of an agent where the runs of all are on screen. */
export const ALL_AGENTS = "all";

/** The live stream of what is on screen. Each event is a hint to fetch again, never data. */
export interface LiveModel {
  state: ReadonlySignal<LiveModelState>;
  /** Since when the server cannot be heard, ms since the epoch; `undefined` while it can. */
  silentSince: ReadonlySignal<number | undefined>;
  /** Listens to an agent from now on, by its id, to {@link ALL_AGENTS} or to nothing. */
  watch(agentId: string | undefined): void;
  /** Tries at once to hear the server again. */
  reconnect(): void;
  close(): void;
}

/** What the model needs. */
export interface LiveModelOptions {
  api: ReadonlySignal<RunlineApi>;
  queryClient: QueryClient;
  /** While it is true the stream is closed: browsers open six connections to a server, and a hidden page needs none. */
  isHidden: ReadonlySignal<boolean>;
}

/** Shortest time between two refreshes of a list or a run: ten a second. */
const GAP_MS = 100;
/** The same for the charts and the agents, which nobody reads that fast. */
const SLOW_GAP_MS = 1_000;

/** Makes the model; nothing is opened until `watch` is called. */
export function createLiveModel({ api, queryClient, isHidden }: LiveModelOptions): LiveModel {
  const watched = signal<string | undefined>(undefined);
  const attempts = signal(0);
  const state = signal<LiveModelState>("off");
  const silentSince = signal<number | undefined>(undefined);

  const stopWatching = effect(() => {
    const agentId = watched.value;
    void attempts.value;
    if (agentId === undefined || isHidden.value) {
      state.value = "off";
      silentSince.value = undefined;
      return undefined;
    }
    const refresher = createRefresher(queryClient, GAP_MS);
    const slowRefresher = createRefresher(queryClient, SLOW_GAP_MS);
    const refresh = (event: StreamEvent) => {
      refresher.add([queryKeys.lists(), toRunKey(event)]);
      if (event.name !== "run-updated") {
        slowRefresher.add([queryKeys.allStats(), queryKeys.agents()]);
      }
    };
    const stream = api.value.openLive(agentId === ALL_AGENTS ? undefined : agentId, {
      onEvent: refresh,
      onState(next) {
        state.value = next;
        if (next === "waiting") silentSince.value = silentSince.peek() ?? Date.now();
        if (next !== "live") return;
        silentSince.value = undefined;
        // What was fetched before the stream was open may have missed an event, and after a loss the server may have
        // restarted and know less of the past than we missed.
        refresh({ name: "resync", message: undefined });
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
    silentSince,
    watch: (agentId) => (watched.value = agentId),
    reconnect: () => attempts.value++,
    close: stopWatching,
  };
}

/** The run of an event, or all of them when it names none. */
function toRunKey({ message }: StreamEvent): QueryKey {
  return message === undefined ? queryKeys.runs() : queryKeys.run(message.agentId, message.runId);
}
