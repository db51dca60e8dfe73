import { expect, it } from "vitest";
import { BinaryWriter } from "./binary-writer.ts";

it("keeps the memory of a batch, and lets go of that of a larger one", () => {
  const writer = new BinaryWriter();
  const writeAndClear = (mebibytes: number): number => {
    writer.raw(Buffer.alloc(mebibytes * 1024 * 1024));
    writer.clear();
    return writer.bytes.buffer.byteLength;
  };
  expect(writeAndClear(10)).toBeGreaterThanOrEqual(10 * 1024 * 1024);
  expect(writeAndClear(40)).toBeLessThan(1024 * 1024);
});
