import { describe, expect, test } from "vitest";
import { createSpan } from "../otlp/create-span.ts";
import type { OtlpSpan } from "../otlp/otlp-span.ts";
import { getErrorMessage, getRunStatus, isFailed, isLocalRoot } from "./span-outcome.ts";

const SPAN: OtlpSpan = { ...createSpan({}), startedAt: 1000, endedAt: 2000 };
const FAILED: OtlpSpan = { ...SPAN, statusCode: 2 };
const exception = (message: string) => ({
  name: "exception",
  timestamp: 1500,
  attributes: { "exception.message": message },
});

describe("getErrorMessage", () => {
  test("prefers the status message, then the last exception, then the type of the error", () => {
    const events = [exception("first"), exception("last")];
    const attributes = { "error.type": "TimeoutError" };
    expect(getErrorMessage({ ...FAILED, statusMessage: "status", events, attributes })).toBe("status");
    expect(getErrorMessage({ ...FAILED, events, attributes })).toBe("last");
    expect(getErrorMessage({ ...FAILED, attributes })).toBe("TimeoutError");
    expect(getErrorMessage(FAILED)).toBe("failed without a message");
  });

  test("keeps a long message whole", () => {
    const message = "no ".repeat(1000);
    expect(getErrorMessage({ ...FAILED, events: [exception(message)] })).toBe(message);
  });

  test("is undefined for a span that went well, though an exception was caught in it", () => {
    expect(getErrorMessage({ ...SPAN, events: [exception("caught")], statusMessage: "fine" })).toBeUndefined();
  });
});

test("an action that reports no success has failed", () => {
  expect(isFailed({ ...SPAN, attributes: { "runline.action.success": false } })).toBe(true);
  expect(isFailed({ ...SPAN, attributes: { "runline.action.success": true } })).toBe(false);
});

test.each([
  [FAILED, "completed", "completed"],
  [SPAN, "timeout", "timeout"],
  [SPAN, "error", "error"],
  [FAILED, "started", "error"],
  [SPAN, "started", "completed"],
  [FAILED, "nonsense", "error"],
] as const)("getRunStatus believes the run's own word where it is one (%#)", (span, word, expected) => {
  expect(getRunStatus({ ...span, attributes: { "runline.run.status": word } })).toBe(expected);
});

test.each([
  { parentSpanId: undefined, flags: 0, expected: true },
  { parentSpanId: "b7ad6b7169203332", flags: 0, expected: false },
  { parentSpanId: "b7ad6b7169203332", flags: 0x100, expected: false },
  { parentSpanId: "b7ad6b7169203332", flags: 0x200, expected: false },
  { parentSpanId: "b7ad6b7169203332", flags: 0x301, expected: true },
])("isLocalRoot of parent $parentSpanId with flags $flags is $expected", ({ expected, ...span }) => {
  expect(isLocalRoot({ ...SPAN, ...span })).toBe(expected);
});
