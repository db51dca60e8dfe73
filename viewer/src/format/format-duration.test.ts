import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDuration } from "./format-duration.ts";

describe("formatDuration", () => {
  it.each([
    [-5, "0 ms"],
    [0, "0 ms"],
    [0.42, "0.42 ms"],
    [0.999, "1.0 ms"],
    [9.96, "10 ms"],
    [812.4, "812 ms"],
    [999.7, "1.00 s"],
    [9_996, "10.0 s"],
    [12_430, "12.4 s"],
    [59_960, "1 m 00 s"],
    [125_000, "2 m 05 s"],
    [3_599_600, "1 h 00 m"],
    [3_725_000, "1 h 02 m"],
  ])("writes %d ms as %s", (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it("never writes 60 seconds or 60 minutes", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (ms) => {
        expect(formatDuration(ms)).not.toMatch(/(?<![\d.])60(\.0+)? [sm]\b|\b1000 ms/);
      }),
    );
  });
});
