import { RUN_ORDERS, RUN_SORTS } from "@runline/contract";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatRunCursor, parseRunCursor } from "./run-cursor.ts";

describe("cursor of runs", () => {
  test("names its list and its place again, to the microsecond", () => {
    const place = fc.record({
      value: fc.oneof(fc.nat(), fc.double({ min: 0, noNaN: true, noDefaultInfinity: true })),
      startedAt: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }).map((micros) => micros / 1000),
      runId: fc.uuid(),
      agentId: fc.uuid(),
    });
    fc.assert(
      fc.property(fc.constantFrom(...RUN_SORTS), fc.constantFrom(...RUN_ORDERS), place, (sort, order, position) => {
        const cursor = formatRunCursor({ sort, order }, position);
        expect(parseRunCursor(cursor)).toEqual({ sort, order, place: position });
        expect(encodeURIComponent(cursor)).toBe(cursor);
        expect(cursor.length).toBeLessThanOrEqual(200);
      }),
    );
  });

  test("is undefined for anything that is none of ours, and never an error", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => {
        expect(parseRunCursor(text)).toBeUndefined();
      }),
    );
  });
});
