import { createRunsClient, type RunsClient } from "@runline/contract/client";
import { openLiveStream, type LiveStream, type LiveStreamOptions } from "./open-live-stream.ts";

/** Everything the viewer asks of the server: the runs API and the live stream of one agent. */
export interface RunlineApi {
  runs: RunsClient;
  openLive(agentId: string, options: Pick<LiveStreamOptions, "onEvent" | "onState">): LiveStream;
}

/** How to ask. */
export interface RunlineApiOptions {
  token: string | undefined;
  /** Told of every 401, also that of a live stream. */
  onUnauthorized: () => void;
}

/** An answer that takes longer never comes: its request is given up, so that it can be tried again. */
const ANSWER_LIMIT_MS = 30_000;

/** Makes the API of the server that served the page. It holds no connection until `openLive` is called. */
export function createRunlineApi({ token, onUnauthorized }: RunlineApiOptions): RunlineApi {
  const send: typeof fetch = async (input, init) => {
    const limit = AbortSignal.timeout(ANSWER_LIMIT_MS);
    const response = await fetch(input, {
      ...init,
      signal: AbortSignal.any(init?.signal ? [init.signal, limit] : [limit]),
    });
    if (response.status === 401) onUnauthorized();
    return response;
  };
  return {
    runs: createRunsClient({ fetch: send, ...(token === undefined ? {} : { token }) }),
    openLive: (agentId, { onEvent, onState }) =>
      openLiveStream({
        url: `/api/agents/${encodeURIComponent(agentId)}/live`,
        token,
        onEvent,
        onState(state) {
          onState(state);
          if (state === "unauthorized") onUnauthorized();
        },
      }),
  };
}
