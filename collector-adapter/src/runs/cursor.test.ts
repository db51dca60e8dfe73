import { MAX_TIME_MS } from "@runline/contract";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatCursor, parseCursor } from "./cursor.ts";

describe("cursor", () => {
  test("names its place again, to the microsecond", () => {
    const micros = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(micros, fc.uuid(), (time, id) => {
        const position = { startedAt: time / 1000, id };
        const cursor = formatCursor(position);
        expect(parseCursor(cursor)).toEqual(position);
        expect(encodeURIComponent(cursor)).toBe(cursor);
        expect(cursor.length).toBeLessThanOrEqual(200);
      }),
    );
  });

  test("is undefined for anything that is none of ours, and never an error", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => {
        expect(parseCursor(text)).toBeUndefined();
      }),
    );
  });

  test.each(["", "/", "5/", "/0a4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10", "NaN/0a4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10"])(
    'takes no place like "%s"',
    (text) => {
      expect(parseCursor(Buffer.from(text).toString("base64url"))).toBeUndefined();
    },
  );

  test("takes no time beyond what the database can read", () => {
    const at = (startedAt: number) => formatCursor({ startedAt, id: "0a4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10" });
    for (const moment of [0, MAX_TIME_MS]) expect(parseCursor(at(moment))?.startedAt).toBe(moment);
    expect(parseCursor(at(MAX_TIME_MS + 1))).toBeUndefined();
    expect(parseCursor(at(-1))).toBeUndefined();
  });
});
