import type { EventSourceMessage } from "eventsource-parser";
import { describe, expect, it } from "vitest";
import { readServerSentEvents } from "./read-server-sent-events.ts";

function streamOf(...chunks: (string | Uint8Array<ArrayBuffer>)[]): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(typeof chunk === "string" ? encoder.encode(chunk) : chunk);
      controller.close();
    },
  });
}

async function collect(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
  const events: EventSourceMessage[] = [];
  let heard = 0;
  await readServerSentEvents(stream, { onHeard: () => heard++, onEvent: (event) => events.push(event) });
  return { events, heard };
}

describe("readServerSentEvents", () => {
  it("reads id, name and data", async () => {
    const { events } = await collect(streamOf("id: 7\nevent: run-started\ndata: {}\n\n"));
    expect(events).toEqual([{ id: "7", event: "run-started", data: "{}" }]);
  });

  it("joins an event that arrives in pieces, cut inside a character and inside CRLF", async () => {
    const bytes = new TextEncoder().encode("data: grün\r\n\r\ndata: b\r\n\r\n");
    const cuts = [9, 13, 15];
    const pieces = cuts.map((cut, index) => bytes.slice(cuts[index - 1] ?? 0, cut));
    const { events } = await collect(streamOf(...pieces, bytes.slice(15)));
    expect(events.map((event) => event.data)).toEqual(["grün", "b"]);
  });

  it("joins several data lines and skips comments and what it does not know", async () => {
    const { events } = await collect(streamOf(": ping\n\ndata: a\n: x\ncolour: red\ndata: b\n\n"));
    expect(events.map((event) => event.data)).toEqual(["a\nb"]);
  });

  it("hears comments, too, which tell that the stream is alive", async () => {
    expect(await collect(streamOf(": ping\n\n", ": ping\n\n"))).toEqual({ events: [], heard: 2 });
  });

  it("gives an id to the event that has it, not to later ones", async () => {
    const { events } = await collect(streamOf("id: 1\ndata: a\n\ndata: b\n\n"));
    expect(events.map((event) => event.id)).toEqual(["1", undefined]);
  });

  it("yields an event with a name and empty data", async () => {
    const { events } = await collect(streamOf("event: resync\ndata:\n\n"));
    expect(events).toMatchObject([{ event: "resync", data: "" }]);
  });

  it("drops an event that the end of the stream cut off", async () => {
    expect((await collect(streamOf("data: a\n\ndata: b"))).events).toHaveLength(1);
  });

  it.each([
    ["a line", `data: ${"x".repeat(1 << 20)}`],
    ["an event", "data: x\n".repeat((1 << 20) / 2 + 1)],
  ])("rejects %s without end, and lets go of the stream", async (_what, text) => {
    let isCancelled = false;
    const endless = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) => controller.enqueue(new TextEncoder().encode(text)),
      cancel() {
        isCancelled = true;
      },
    });
    await expect(collect(endless)).rejects.toMatchObject({ type: "max-buffer-size-exceeded" });
    expect(isCancelled).toBe(true);
  });
});
