import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import type { ContentEncoding } from "../ingest/decompress.ts";
import { createMemoryBudget } from "../ingest/memory-budget.ts";
import { readMessage } from "./read-message.ts";

const MIB = 1024 * 1024;

function frame(message: Buffer, flag = 0): Buffer {
  const prefix = Buffer.from([flag, 0, 0, 0, 0]);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

function read(chunks: Buffer[], budget = createMemoryBudget(), encoding: ContentEncoding = "gzip") {
  return readMessage(Readable.from(chunks), encoding, budget.reserve());
}

const MESSAGE = Buffer.from("a message of some bytes");

describe("reading the message of a call", () => {
  test.each([
    ["in one piece", [frame(MESSAGE)]],
    ["with the prefix apart", [frame(MESSAGE).subarray(0, 5), MESSAGE]],
    ["byte by byte", [...frame(MESSAGE)].map((byte) => Buffer.from([byte]))],
  ])("takes it %s", async (_how, chunks) => {
    expect(await read(chunks)).toEqual({ bytes: MESSAGE, contentEncoding: "identity" });
  });

  test("takes an empty one", async () => {
    expect(await read([frame(Buffer.alloc(0))])).toEqual({ bytes: Buffer.alloc(0), contentEncoding: "identity" });
  });

  test("takes the call's encoding where the message says that it is compressed", async () => {
    expect(await read([frame(MESSAGE, 1)])).toMatchObject({ contentEncoding: "gzip" });
  });

  test.each([
    ["no message at all", [], "a message begins with 5 bytes"],
    ["half a prefix", [Buffer.from([0, 0])], "a message begins with 5 bytes"],
    ["a message that is cut off", [frame(MESSAGE).subarray(0, -3)], "3 bytes are missing"],
    ["two messages", [frame(MESSAGE), frame(MESSAGE)], "more than one message"],
  ])("refuses %s", async (_what, chunks, says) => {
    await expect(read(chunks)).rejects.toMatchObject({
      code: "UNDECODABLE_BODY",
      message: expect.stringContaining(says),
    });
  });

  test.each<[string, number, ContentEncoding, string]>([
    ["compressed in an encoding that nobody named", 1, "identity", "grpc-encoding"],
    ["neither compressed nor not", 2, "gzip", "the byte 2"],
    ["all bits", 255, "identity", "the byte 255"],
  ])("refuses one that says of itself: %s", async (_what, flag, encoding, says) => {
    await expect(read([frame(MESSAGE, flag)], createMemoryBudget(), encoding)).rejects.toMatchObject({
      code: "UNFRAMED",
      message: expect.stringContaining(says),
    });
  });

  test("refuses by its prefix what is too large, and what there is no memory for", async () => {
    const budget = createMemoryBudget();
    budget.reserve().resize(200 * MIB);
    const announced = (bytes: number) => {
      const prefix = Buffer.alloc(5);
      prefix.writeUInt32BE(bytes, 1);
      return [prefix];
    };
    await expect(read(announced(64 * MIB + 1))).rejects.toMatchObject({ code: "TOO_LARGE" });
    await expect(read(announced(60 * MIB), budget)).rejects.toMatchObject({ code: "BUSY" });
  });
});
