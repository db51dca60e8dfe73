import pino from "pino";
import { expect, test } from "vitest";
import { createNoticeLog } from "./notice-log.ts";

/** A notice log with a clock that is set by hand, and what it has logged as "sender: notice". */
function setUp() {
  const logged: string[] = [];
  const clock = { ms: 0 };
  const logger = pino(
    {},
    {
      write(line) {
        const { sender, msg }: { sender: string; msg: string } = JSON.parse(line);
        logged.push(`${sender}: ${msg}`);
      },
    },
  );
  return { logged, clock, notices: createNoticeLog(logger, () => clock.ms) };
}

test("the same notice of a sender is logged once a minute, others at once", () => {
  const { logged, clock, notices } = setUp();
  notices.warn("::1", "logs");
  clock.ms = 59_999;
  notices.warn("::1", "logs");
  notices.warn("::1", "metrics");
  notices.warn("10.0.0.1", "logs");
  expect(logged.splice(0)).toEqual(["::1: logs", "::1: metrics", "10.0.0.1: logs"]);
  clock.ms = 60_000;
  notices.warn("::1", "logs");
  notices.warn("::1", "metrics");
  expect(logged).toEqual(["::1: logs"]);
});

test("of a thousand notices the one that was logged longest ago is forgotten first", () => {
  const { logged, notices } = setUp();
  for (let index = 0; index <= 1000; index += 1) notices.warn(`10.0.0.${index}`, "logs");
  logged.length = 0;
  notices.warn("10.0.0.1", "logs");
  expect(logged).toEqual([]);
  notices.warn("10.0.0.0", "logs");
  expect(logged).toEqual(["10.0.0.0: logs"]);
});
