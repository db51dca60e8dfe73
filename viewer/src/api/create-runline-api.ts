import { createRunsClient, type RunsClient } from "@runline/contract/client";
import { openLiveStream, type LiveStream, type LiveStreamOptions } from "./open-live-stream.ts";

/** Everything the viewer asks of the server: the runs API, and the live stream of one agent or of all. */
export interface RunlineApi {
  runs: RunsClient;
  openLive(agentId: string | undefined, options: Pick<LiveStreamOptions, "onEvent" | "onState">): LiveStream;
}

/** How to ask. */
export interface RunlineApiOptions {
  /** What stands in front of the API's paths. */
  basePath: string;
  /** Told of every 401, also that of a live stream. */
  onUnauthorized: () => void;
}

/** A server that is silent for this long never answers: its request is given up, so that it can be tried again. */
const SILENCE_LIMIT_MS = 30_000;

/** Makes the API of the server that served the page. It holds no connection until `openLive` is called. */
export function createRunlineApi({ basePath, onUnauthorized }: RunlineApiOptions): RunlineApi {
  const send: typeof fetch = async (input, init) => {
    const limit = new AbortController();
    const toLimit = () => setTimeout(() => limit.abort(new Error("The server is silent.")), SILENCE_LIMIT_MS);
    let timer = toLimit();
    const signals = init?.signal ? [init.signal, limit.signal] : [limit.signal];
    const response = await fetch(input, { ...init, signal: AbortSignal.any(signals) });
    if (response.status === 401) onUnauthorized();
    const heard = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        clearTimeout(timer);
        timer = toLimit();
        controller.enqueue(chunk);
      },
      flush: () => clearTimeout(timer),
    });
    return response.body ? new Response(response.body.pipeThrough(heard), response) : response;
  };
  return {
    // The address is that of the page anyway; said in full, an error names the host.
    runs: createRunsClient({ baseUrl: window.location.origin + basePath, fetch: send }),
    openLive: (agentId, { onEvent, onState }) =>
      openLiveStream({
        url: `${basePath}/api/${agentId === undefined ? "" : `agents/${encodeURIComponent(agentId)}/`}live`,
        onEvent,
        onState(state) {
          onState(state);
          if (state === "unauthorized") onUnauthorized();
        },
      }),
  };
}
