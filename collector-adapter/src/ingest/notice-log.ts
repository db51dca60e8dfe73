import type { Logger } from "pino";
import { createLineLimit } from "../process/line-limit.ts";

/** Notices told apart in a minute, of all senders together. */
const MAX_NOTICES = 1000;

/** Writes what a sender does wrong with every request into the log, but not with every request. */
export interface NoticeLog {
  /** `details` may differ from one request to the next; those of the first are logged. */
  warn(sender: string, notice: string, details?: Record<string, unknown>): void;
}

/**
 * @example
 * const notices = createNoticeLog(logger);
 * notices.warn("127.0.0.1", "This is an OTLP logs request, …"); // logged, and after a minute how often it was said again
 */
export function createNoticeLog(logger: Logger): NoticeLog {
  const limit = createLineLimit({ lines: 1, kinds: MAX_NOTICES });
  return {
    warn(sender, notice, details) {
      const tell = (leftOut: number) => logger.warn({ sender, leftOut }, notice);
      if (limit.admit(`${sender} ${notice}`, tell)) logger.warn({ sender, ...details }, notice);
    },
  };
}
