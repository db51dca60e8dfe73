import { expect, test } from "vitest";
import { createSpan } from "../../test/create-span.ts";
import { toLogWords } from "./log-marks.tsx";

test("log records are told with how many are grave", () => {
  const at = 1_795_393_454_513;
  const logRecords = [
    { at },
    { at, level: "error" as const },
    { at, level: "warn" as const },
    { at, level: "warn" as const },
  ];
  expect(toLogWords(createSpan("a", undefined, { logRecords, moreLogRecords: 8 }))).toBe(
    "12 log records, 1 error, 2 warnings",
  );
  expect(toLogWords(createSpan("a", undefined, { logRecords: [{ at }] }))).toBe("1 log record");
});
