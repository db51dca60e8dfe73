import { createRunsClient, type RunsClient } from "@runline/contract/client";
import { openLiveStream, type LiveStream, type LiveStreamOptions } from "./open-live-stream.ts";

/** Everything the viewer asks of the server: the runs API and the live stream of one agent. */
export interface RunlineApi {
  runs: RunsClient;
  openLive(agentId: string, options: Pick<LiveStreamOptions, "onEvent" | "onState">): LiveStream;
}

/** Makes the API of the server that served the page. It holds no connection until `openLive` is called. */
export function createRunlineApi(token: string | undefined): RunlineApi {
  return {
    runs: createRunsClient(token === undefined ? {} : { token }),
    openLive: (agentId, options) =>
      openLiveStream({ ...options, url: `/api/agents/${encodeURIComponent(agentId)}/live`, token }),
  };
}
