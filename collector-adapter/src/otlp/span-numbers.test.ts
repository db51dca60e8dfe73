import * as fc from "fast-check";
import { expect, test } from "vitest";
import { toMs } from "./span-numbers.ts";

test("nanoseconds of a whole microsecond give exactly that time in ms", () => {
  const micros = fc.integer({ min: Date.UTC(2001, 0) * 1000, max: Date.UTC(2042, 0) * 1000 });
  fc.assert(
    fc.property(micros, (time) => {
      expect(toMs(Number(BigInt(time) * 1000n))).toBe(time / 1000);
    }),
  );
});
