import { safeParse } from "valibot";
import { LIVE_EVENT_NAMES, LIVE_KEEP_ALIVE_MS, LiveMessage, type LiveEventName } from "@runline/contract";

/** What the stream is doing: `live` = connected, `waiting` = lost and about to try again. */
export type LiveState = "connecting" | "live" | "waiting" | "unauthorized";

/** A live event; `message` is missing on `resync`. */
export interface StreamEvent {
  name: LiveEventName;
  message: LiveMessage | undefined;
}

/** How to open the stream. The callbacks must not throw. */
export interface LiveStreamOptions {
  url: string;
  onEvent: (event: StreamEvent) => void;
  onState: (state: LiveState) => void;
}

/** An open stream. Closing it twice is harmless. */
export interface LiveStream {
  close(): void;
}

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 10_000;
/** After three missed comments the connection is taken for dead. */
const SILENCE_LIMIT_MS = 3 * LIVE_KEEP_ALIVE_MS;

/**
 * Opens `GET …/live` and keeps it open: after a loss it reconnects with `Last-Event-ID`, first after 0.5 s and then ever
 * later up to 10 s. A 401 ends it with the state `unauthorized`.
 *
 * @example
 * const stream = openLiveStream({ url: "/api/agents/5f1d…/live", onEvent: refresh, onState: show });
 * stream.close();
 */
export function openLiveStream(options: LiveStreamOptions): LiveStream {
  const closing = new AbortController();
  void keepOpen(options, closing.signal);
  return { close: () => closing.abort() };
}

async function keepOpen(options: LiveStreamOptions, closed: AbortSignal): Promise<void> {
  let lastEventId: string | undefined;
  let failures = 0;
  while (!closed.aborted) {
    options.onState(failures === 0 ? "connecting" : "waiting");
    const attempt = new AbortController();
    const abort = () => attempt.abort();
    closed.addEventListener("abort", abort);
    let silence = setTimeout(abort, SILENCE_LIMIT_MS);
    try {
      const headers: Record<string, string> = { accept: "text/event-stream" };
      if (lastEventId !== undefined) headers["last-event-id"] = lastEventId;
      const response = await fetch(options.url, { headers, signal: attempt.signal, cache: "no-store" });
      if (response.status === 401) {
        options.onState("unauthorized");
        return;
      }
      if (!response.ok || !response.body) throw new Error(`The live stream answered ${response.status}.`);
      failures = 0;
      options.onState("live");
      // Loaded here, so that the first list does not wait for it.
      const { readServerSentEvents } = await import("./read-server-sent-events.ts");
      await readServerSentEvents(response.body, {
        onHeard() {
          clearTimeout(silence);
          silence = setTimeout(abort, SILENCE_LIMIT_MS);
        },
        onEvent({ id, event, data }) {
          if (id !== undefined) lastEventId = id;
          const parsed = parseStreamEvent(event, data);
          if (parsed) options.onEvent(parsed);
        },
      });
    } catch {
      // Every failure has the same answer, to try again; the state tells the reader about it.
    } finally {
      clearTimeout(silence);
      closed.removeEventListener("abort", abort);
    }
    if (closed.aborted) return;
    options.onState("waiting");
    await sleep(Math.min(FIRST_RETRY_MS * 2 ** failures, LAST_RETRY_MS), closed);
    failures++;
  }
}

/** An event this version does not know is left out: a newer server may send more. */
function parseStreamEvent(eventName: string | undefined, data: string): StreamEvent | undefined {
  const name = LIVE_EVENT_NAMES.find((known) => known === eventName);
  if (name === undefined) return undefined;
  if (name === "resync") return { name, message: undefined };
  try {
    const parsed = safeParse(LiveMessage, JSON.parse(data));
    return parsed.success ? { name, message: parsed.output } : undefined;
  } catch {
    return undefined;
  }
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
