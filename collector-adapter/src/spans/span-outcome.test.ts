import { describe, expect, test } from "vitest";
import { createSpan } from "../otlp/create-span.ts";
import type { OtlpSpan } from "../otlp/otlp-span.ts";
import { classifySpan } from "./classify-span.ts";
import { getErrorText, getRunStatus, isFailed } from "./span-outcome.ts";

const SPAN: OtlpSpan = { ...createSpan({}), startedAt: 1000, endedAt: 2000 };
const FAILED: OtlpSpan = { ...SPAN, statusCode: 2 };
const exception = (message: string) => ({
  name: "exception",
  timestamp: 1500,
  attributes: { "exception.message": message },
});

const getError = (span: OtlpSpan) => getErrorText(classifySpan(span).facts);

describe("the error of a span", () => {
  test("prefers the status message, then the last exception, then the type of the error", () => {
    const events = [exception("first"), exception("last")];
    const attributes = { "error.type": "TimeoutError" };
    expect(getError({ ...FAILED, statusMessage: "status", events, attributes })).toBe("status");
    expect(getError({ ...FAILED, events, attributes })).toBe("last");
    expect(getError({ ...FAILED, attributes })).toBe("TimeoutError");
    expect(getError(FAILED)).toBe("failed without a message");
  });

  test("keeps a long message whole", () => {
    const message = "no ".repeat(1000);
    expect(getError({ ...FAILED, events: [exception(message)] })).toBe(message);
  });

  test("is undefined for a span that went well, though an exception was caught in it", () => {
    expect(getError({ ...SPAN, events: [exception("caught")], statusMessage: "fine" })).toBeUndefined();
  });
});

test("an action that reports no success has failed", () => {
  for (const success of [true, false]) {
    const { facts } = classifySpan({ ...SPAN, attributes: { "runline.action.success": success } });
    expect(isFailed(facts)).toBe(!success);
  }
});

test.each([
  "timeout",
  "APITimeoutError",
  "java.net.SocketTimeoutException",
  "TimedOut",
  "DEADLINE_EXCEEDED",
  "ETIMEDOUT",
])("a step that failed by %s ran out of time", (errorType) => {
  const { facts } = classifySpan({ ...FAILED, attributes: { "error.type": errorType } });
  expect([facts.status, isFailed(facts)]).toEqual(["timeout", true]);
});

test.each(["TimeoutConfigurationError", "429"])("a step that failed by %s did not", (errorType) => {
  expect(classifySpan({ ...FAILED, attributes: { "error.type": errorType } }).facts.status).toBe("error");
});

test.each([
  [FAILED, "completed", "completed"],
  [SPAN, "timeout", "timeout"],
  [SPAN, "error", "error"],
  [FAILED, "started", "error"],
  [SPAN, "started", "completed"],
  [FAILED, "nonsense", "error"],
] as const)("getRunStatus believes the run's own word where it is one (%#)", (span, word, expected) => {
  const attributes = { "runline.run.id": "r", "gen_ai.operation.name": "invoke_agent", "runline.run.status": word };
  expect(getRunStatus(classifySpan({ ...span, attributes }).facts)).toBe(expected);
});
