import { computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { QueryClient } from "@tanstack/query-core";
import { createRunlineApi, type RunlineApi } from "../api/create-runline-api.ts";
import type { RunName } from "./compare-path.ts";
import { createClockModel, type ClockModel } from "./create-clock-model.ts";
import { createLiveModel, type LiveModel } from "./create-live-model.ts";
import { createQueryClient } from "./create-query-client.ts";
import { createSessionModel, type SessionModel } from "./create-session-model.ts";
import { createThemeModel, type ThemeModel } from "./create-theme-model.ts";
import { createViewsModel, type ViewsModel } from "./create-views-model.ts";

/** Everything that lives as long as the page. Components get it from `useApp`. */
export interface AppModel {
  api: ReadonlySignal<RunlineApi>;
  /** What stands in front of every path of Runline in this browser, such as `/runline`; "" at the root. The server tells the page. */
  basePath: string;
  clock: ClockModel;
  /** Path and query of the list last shown: the way back from a run leads to the same filters. */
  listPath: Signal<string | undefined>;
  /** Addresses of what that list shows, from top to bottom: from one of them the next is a key away. */
  listed: Signal<readonly string[]>;
  /** Run that was chosen to be compared with another one. */
  picked: Signal<RunName | undefined>;
  live: LiveModel;
  queryClient: QueryClient;
  session: SessionModel;
  theme: ThemeModel;
  views: ViewsModel;
  close(): void;
}

/** Makes the models and joins them: a sign-in makes a new API and fetches everything again. */
export function createAppModel(window: Pick<Window, "document" | "localStorage">): AppModel {
  const basePath = window.document.documentElement.dataset["base"] ?? "";
  const session = createSessionModel();
  const theme = createThemeModel(window.localStorage, window.document.documentElement);
  const clock = createClockModel();
  const api = computed(() => {
    const visit = session.visit.value;
    return createRunlineApi({ basePath, onUnauthorized: () => session.end(visit) });
  });
  const queryClient = createQueryClient();
  const live = createLiveModel({ api, queryClient, isHidden: clock.isHidden });
  queryClient.mount();

  // Called at once, and again with each sign-in.
  let isFirst = true;
  const stopRefetching = api.subscribe(() => {
    if (!isFirst) void queryClient.resetQueries();
    isFirst = false;
  });

  return {
    api,
    basePath,
    clock,
    listPath: signal(undefined),
    listed: signal([]),
    picked: signal(undefined),
    live,
    queryClient,
    session,
    theme,
    views: createViewsModel(window.localStorage),
    close() {
      stopRefetching();
      live.close();
      clock.stop();
      queryClient.unmount();
      queryClient.clear();
    },
  };
}
