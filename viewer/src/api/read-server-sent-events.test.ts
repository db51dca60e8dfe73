import { describe, expect, it } from "vitest";
import { readServerSentEvents, type ServerSentEvent } from "./read-server-sent-events.ts";

function streamOf(...chunks: (string | Uint8Array)[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(typeof chunk === "string" ? encoder.encode(chunk) : chunk);
      controller.close();
    },
  });
}

async function collect(stream: ReadableStream<Uint8Array>): Promise<ServerSentEvent[]> {
  const events: ServerSentEvent[] = [];
  for await (const event of readServerSentEvents(stream)) events.push(event);
  return events;
}

describe("readServerSentEvents", () => {
  it("reads id, name and data", async () => {
    const events = await collect(streamOf("id: 7\nevent: run-started\ndata: {}\n\n"));
    expect(events).toEqual([{ id: "7", event: "run-started", data: "{}" }]);
  });

  it("joins an event that arrives in pieces, cut inside a character and inside CRLF", async () => {
    const bytes = new TextEncoder().encode("data: grün\r\n\r\ndata: b\r\n\r\n");
    const cuts = [9, 13, 15];
    const pieces = cuts.map((cut, index) => bytes.slice(cuts[index - 1] ?? 0, cut));
    const events = await collect(streamOf(...pieces, bytes.slice(15)));
    expect(events.map((event) => event.data)).toEqual(["grün", "b"]);
  });

  it("joins several data lines and skips comments", async () => {
    const events = await collect(streamOf(": ping\n\ndata: a\n: x\ndata: b\n\n"));
    expect(events).toEqual([{ id: undefined, event: "message", data: "a\nb" }]);
  });

  it("keeps the last id for later events without one", async () => {
    const events = await collect(streamOf("id: 1\ndata: a\n\ndata: b\n\n"));
    expect(events.map((event) => event.id)).toEqual(["1", "1"]);
  });

  it("yields an event with a name and empty data", async () => {
    expect(await collect(streamOf("event: resync\ndata:\n\n"))).toEqual([{ id: undefined, event: "resync", data: "" }]);
  });

  it("drops an event that the end of the stream cut off", async () => {
    expect(await collect(streamOf("data: a\n\ndata: b"))).toHaveLength(1);
  });

  it("rejects a line without end", async () => {
    await expect(collect(streamOf(`data: ${"x".repeat(1 << 20)}`))).rejects.toThrow("1 MiB");
  });
});
