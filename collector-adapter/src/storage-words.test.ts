import { describe, expect, test } from "vitest";
import { describeLowDisk, describeStorage } from "./storage-words.ts";

const MB = 1_000_000;
const GB = 1000 * MB;

describe("describeStorage", () => {
  const stored = { days: 41, bytes: 12.3 * GB, bytesPerDay: 310 * MB };

  test("says how much there is, how fast it grows and how to bound it", () => {
    expect(describeStorage(stored, {})).toBe(
      "Stored so far: 12.3 GB of 41 days, about 310 MB more a day. Nothing is ever dropped; " +
        "--keep 30d drops whole days when they are older, --keep-bytes 20GB the oldest beyond that size.",
    );
  });

  test("says what bounds it", () => {
    expect(
      describeStorage({ days: 1, bytes: 2 * MB, bytesPerDay: undefined }, { keepDays: 30, keepBytes: 20 * GB }),
    ).toBe("Stored so far: 2.0 MB of 1 day. What is older than 30 days or beyond 20.0 GB is dropped.");
  });
});

describe("describeLowDisk", () => {
  test.each([
    { bytesPerDay: undefined, freeBytes: 1.1 * GB },
    { bytesPerDay: 100 * MB, freeBytes: 1.1 * GB },
    { bytesPerDay: 10 * GB, freeBytes: 71 * GB },
  ])("says nothing while there is room for a week: %o", ({ freeBytes, ...storage }) => {
    expect(describeLowDisk(storage, freeBytes, ".runline")).toBeUndefined();
  });

  test.each([
    { bytesPerDay: undefined, freeBytes: 0.9 * GB, says: "900 MB are left for .runline. When" },
    { bytesPerDay: 10 * GB, freeBytes: 45 * GB, says: "45.0 GB are left for .runline, enough for 4.5 days. When" },
  ])("is loud when there is not, and says what to do: $says", ({ freeBytes, says, ...storage }) => {
    const text = describeLowDisk(storage, freeBytes, ".runline");
    expect(text).toMatch(/^THE DISK IS NEARLY FULL: /);
    expect(text).toContain(says);
    expect(text).toContain("--keep 30d");
  });
});
