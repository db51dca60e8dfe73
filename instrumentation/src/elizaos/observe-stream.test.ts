import { expect, it } from "vitest";
import { observeStream } from "./observe-stream.ts";

async function* count(): AsyncGenerator<number> {
  yield 1;
  yield 2;
}

async function* failing(): AsyncGenerator<number> {
  yield 1;
  throw new Error("connection lost");
}

/** Watches the stream and notes what it saw. */
function watch(stream: unknown): string[] {
  const seen: string[] = [];
  const observed = observeStream(stream, {
    onChunk: (chunk) => void seen.push(`chunk ${String(chunk)}`),
    onEnd: () => void seen.push("end"),
    onError: (error) => void seen.push(String(error)),
  });
  return observed ? seen : ["no stream"];
}

it("sees every chunk and the end, and leaves the stream to its reader", async () => {
  const stream = count();
  const seen = watch(stream);
  const read: number[] = [];
  for await (const chunk of stream) read.push(chunk);
  expect(read).toEqual([1, 2]);
  expect(seen).toEqual(["chunk 1", "chunk 2", "end"]);
});

it("sees the end when the reader stops early", async () => {
  const stream = count();
  const seen = watch(stream);
  for await (const chunk of stream) if (chunk === 1) break;
  expect(seen).toEqual(["chunk 1", "end"]);
});

it("hands the failure of a stream to its reader", async () => {
  const stream = failing();
  const seen = watch(stream);
  const read: number[] = [];
  const reading = async (): Promise<void> => {
    for await (const chunk of stream) read.push(chunk);
  };
  await expect(reading()).rejects.toThrow("connection lost");
  expect(seen).toEqual(["chunk 1", "Error: connection lost"]);
});

it("hands through what the reader says to the stream", async () => {
  const heard: unknown[] = [];
  async function* talk(): AsyncGenerator<number, void, string> {
    heard.push(yield 1);
    try {
      yield 2;
    } catch (error) {
      heard.push(error);
      yield 3;
    }
  }
  const stream = talk();
  const seen = watch(stream);
  const reader: AsyncIterator<number, void, string> = stream[Symbol.asyncIterator]();
  await reader.next("");
  await reader.next("more");
  await reader.throw?.("stop");
  expect(heard).toEqual(["more", "stop"]);
  expect(seen).toEqual(["chunk 1", "chunk 2", "chunk 3"]);
});

it("says of anything else that it is not a stream", () => {
  expect(watch("text")).toEqual(["no stream"]);
  expect(watch(undefined)).toEqual(["no stream"]);
  expect(watch(Object.freeze(count()))).toEqual(["no stream"]);
});
