import { createParser, type EventSourceMessage } from "eventsource-parser";

/** Most that is kept of an event whose end has not come, in UTF-16 units: 1 MiB. No event of ours is that long. */
const MAX_UNFINISHED = 1 << 20;

/** What a stream tells. */
interface StreamListener {
  /** Something has come, be it a comment or a part of an event. */
  onHeard: () => void;
  onEvent: (event: EventSourceMessage) => void;
}

/**
 * Reads a `text/event-stream` from a fetch body to its end, so that the stream can carry an `Authorization` header, which
 * `EventSource` cannot. `retry` is ignored, because the caller has its own back-off.
 *
 * @throws ParseError when an event does not end within 1 MiB
 * @example await readServerSentEvents(response.body, { onHeard, onEvent: ({ event, data }) => handle(event, data) });
 */
export async function readServerSentEvents(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  { onHeard, onEvent }: StreamListener,
): Promise<void> {
  const parser = createParser({
    maxBufferSize: MAX_UNFINISHED,
    onEvent,
    onError(error) {
      if (error.type === "max-buffer-size-exceeded") throw error; // a field that is unknown may come from a newer server
    },
  });
  const reader = new WritableStream<string>({
    write(text) {
      onHeard();
      parser.feed(text);
    },
  });
  await stream.pipeThrough(new TextDecoderStream()).pipeTo(reader);
}
