import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toTimestamp } from "./timestamps.ts";

describe("toTimestamp", () => {
  test("keeps every microsecond", () => {
    const micros = fc.integer({ min: 0, max: 4_102_444_800_000_000 });
    fc.assert(
      fc.property(micros, (time) => {
        const text = toTimestamp(time / 1000);
        expect(text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
        expect(Date.parse(`${text.slice(0, 23)}Z`) * 1000 + Number(text.slice(23, 26))).toBe(time);
      }),
    );
  });

  test("rounds finer parts to the nearest microsecond", () => {
    expect(toTimestamp(1795393454513.25)).toBe("2026-11-23T00:24:14.513250Z");
    expect(toTimestamp(1795393454513.9998)).toBe("2026-11-23T00:24:14.514000Z");
  });
});
