import { describe, expect, it } from "vitest";
import { formatTypedTime, parseTime } from "./parse-time.ts";

const NOW = new Date(2026, 10, 30, 15, 39, 20).getTime();
const at = (...parts: [number, number, number, number?, number?, number?]) => new Date(...parts).getTime();

describe("parseTime", () => {
  it.each([
    ["now", NOW],
    ["2 h ago", NOW - 7_200_000],
    ["15min", NOW - 900_000],
    ["1.5 d", NOW - 129_600_000],
    ["15:21", at(2026, 10, 30, 15, 21)],
    ["15:21:30", at(2026, 10, 30, 15, 21, 30)],
    ["16:00", at(2026, 10, 29, 16)], // today it is in the future
    ["today", at(2026, 10, 30)],
    ["Yesterday 8:05", at(2026, 10, 29, 8, 5)],
    ["29 Nov", at(2026, 10, 29)],
    ["29 november 15:21", at(2026, 10, 29, 15, 21)],
    ["24 Dec", at(2025, 11, 24)], // of this year it is in the future
    ["24 Dec 2027 00:01", at(2027, 11, 24, 0, 1)],
    ["2026-11-29", at(2026, 10, 29)],
    ["2026-11-29T15:21", at(2026, 10, 29, 15, 21)],
  ])("reads %s", (text, expected) => expect(parseTime(text, NOW)).toBe(expected));

  it("puts a time of day on the day of the time beside it", () => {
    const from = at(2026, 10, 12, 9);
    expect(parseTime("15:29", NOW, from)).toBe(at(2026, 10, 12, 15, 29));
    expect(parseTime("14 Nov", NOW, from)).toBe(at(2026, 10, 14));
  });

  it("reads yesterday on the first of a month", () => {
    expect(parseTime("yesterday", at(2026, 11, 1, 12))).toBe(at(2026, 10, 30));
  });

  it.each(["", "soon", "25:00", "12:61", "31 Feb", "2026-13-01", "5 years ago", "Nov 29"])("refuses %j", (text) => {
    expect(parseTime(text, NOW)).toBeUndefined();
  });

  it("reads what is written for a time", () => {
    expect(formatTypedTime(NOW)).toBe("2026-11-30 15:39:20");
    expect(parseTime(formatTypedTime(NOW), NOW)).toBe(NOW);
  });
});
