import { describe, expect, it } from "vitest";
import { formatAge, formatClockTime, formatMoment, formatRelativeTime, formatTimeOfDay } from "./format-time.ts";

const NOW = 1_795_393_454_513;

describe("formatRelativeTime", () => {
  it.each([
    [-2_000, "just now"],
    [0, "just now"],
    [3_000, "3 s ago"],
    [59_999, "59 s ago"],
    [60_000, "1 min ago"],
    [7_200_000, "2 h ago"],
  ])("writes an age of %d ms as %s", (ageMs, text) => {
    expect(formatRelativeTime(NOW - ageMs, NOW)).toBe(text);
  });

  it("writes the date from a day on", () => {
    expect(formatRelativeTime(NOW - 86_400_000 * 3, NOW)).not.toContain("ago");
  });
});

describe("formatTimeOfDay", () => {
  it("begins the day with 00, where some languages would write 24", () => {
    expect(formatTimeOfDay(new Date(2026, 10, 29, 0, 5, 9).getTime())).toBe("00:05:09");
  });
});

describe("formatClockTime", () => {
  it("ends with three digits of milliseconds", () => {
    expect(formatClockTime(NOW - 508)).toMatch(/:\d\d\.005$/);
  });
});

describe("formatAge", () => {
  it.each([
    [-2_000, "0 s"],
    [59_999, "59 s"],
    [60_000, "1 min"],
    [3_599_999, "59 min"],
    [3_600_000, "1 h"],
    [86_400_000, "1 d"],
  ])("%i ms is %s", (age, words) => expect(formatAge(NOW - age, NOW)).toBe(words));
});

describe("formatMoment", () => {
  it("is the time of day, and has the date of another day", () => {
    expect(formatMoment(NOW, NOW)).toMatch(/^\d\d:\d\d:\d\d$/);
    expect(formatMoment(NOW - 86_400_000, NOW)).toMatch(/\d\d?.*\d\d:\d\d:\d\d/);
    expect(formatMoment(NOW - 86_400_000, NOW)).not.toMatch(/^\d\d:\d\d:\d\d$/);
  });
});
