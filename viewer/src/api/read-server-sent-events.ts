/** One event of a `text/event-stream`. `event` is `message` when the stream names none. */
export interface ServerSentEvent {
  id: string | undefined;
  event: string;
  data: string;
}

/** A line longer than this is no event of ours: 1 MiB, in UTF-16 units. */
const MAX_LINE_LENGTH = 1 << 20;

/**
 * Reads a `text/event-stream` from a fetch body, so that the stream can carry an `Authorization` header, which
 * `EventSource` cannot. Comments yield nothing; `retry` is ignored, because the caller has its own back-off.
 *
 * @throws Error when a line is longer than 1 MiB.
 *
 * @example
 * for await (const { event, data } of readServerSentEvents(response.body)) handle(event, data);
 */
export async function* readServerSentEvents(stream: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  let event = "";
  let id: string | undefined;
  let data: string[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      rest += decoder.decode(value, { stream: true });
      // A lone CR at the end may be the first half of CRLF: keep it for the next chunk.
      const lines = rest.split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? "";
      if (rest.length > MAX_LINE_LENGTH) throw new Error("The live stream sent a line of more than 1 MiB.");
      for (const line of lines) {
        if (line === "") {
          if (data.length > 0) yield { id, event: event || "message", data: data.join("\n") };
          event = "";
          data = [];
          continue;
        }
        const [, field, text = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
        if (field === "event") event = text;
        else if (field === "data") data.push(text);
        else if (field === "id") id = text;
      }
    }
  } finally {
    await reader.cancel();
  }
}
