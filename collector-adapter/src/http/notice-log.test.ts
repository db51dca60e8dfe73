import pino from "pino";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createNoticeLog } from "./notice-log.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A notice log, and what it has logged as "sender: notice", with the number of what was left out. */
function setUp() {
  const logged: string[] = [];
  const logger = pino(
    {},
    {
      write(line) {
        const { sender, msg, leftOut }: { sender: string; msg: string; leftOut?: number } = JSON.parse(line);
        logged.push(`${sender}: ${msg}${leftOut === undefined ? "" : ` +${leftOut}`}`);
      },
    },
  );
  return { logged, notices: createNoticeLog(logger) };
}

test("the same notice of a sender is logged once a minute with a count of the others, and another notice at once", () => {
  const { logged, notices } = setUp();
  notices.warn("::1", "logs");
  vi.advanceTimersByTime(59_999);
  notices.warn("::1", "logs");
  notices.warn("::1", "metrics");
  notices.warn("10.0.0.1", "logs");
  expect(logged.splice(0)).toEqual(["::1: logs", "::1: metrics", "10.0.0.1: logs"]);
  vi.advanceTimersByTime(1);
  notices.warn("::1", "logs");
  notices.warn("::1", "metrics");
  expect(logged).toEqual(["::1: logs +1", "::1: logs"]);
});

test("beyond a thousand notices in a minute the others count as one", () => {
  const { logged, notices } = setUp();
  for (let index = 0; index < 1_010; index += 1) notices.warn(`sender ${index}`, "logs");
  expect(logged).toHaveLength(1_001);
  vi.advanceTimersByTime(60_000);
  expect(logged.slice(1_001)).toEqual(["sender 1000: logs +9"]);
});
