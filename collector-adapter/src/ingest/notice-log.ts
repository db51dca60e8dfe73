import type { Logger } from "pino";

/** The same is said of the same sender once in this time. */
const INTERVAL_MS = 60_000;
/** Notices remembered, of all senders together; beyond that the one that was logged first is forgotten. */
const MAX_NOTICES = 1000;

/** Writes what a sender does wrong with every request into the log, but not with every request. */
export interface NoticeLog {
  /** `details` may differ from one request to the next; those of the first are logged. */
  warn(sender: string, notice: string, details?: Record<string, unknown>): void;
}

/**
 * @example
 * const notices = createNoticeLog(logger);
 * notices.warn("127.0.0.1", "This is an OTLP logs request, …"); // logged, and not again for a minute
 */
export function createNoticeLog(logger: Logger, now: () => number = Date.now): NoticeLog {
  /** When each was logged, the oldest first. */
  const loggedAt = new Map<string, number>();
  return {
    warn(sender, notice, details) {
      const key = `${sender} ${notice}`;
      const last = loggedAt.get(key);
      if (last !== undefined && now() - last < INTERVAL_MS) return;
      loggedAt.delete(key);
      loggedAt.set(key, now());
      const [oldest] = loggedAt.keys();
      if (loggedAt.size > MAX_NOTICES && oldest !== undefined) loggedAt.delete(oldest);
      logger.warn({ sender, ...details }, notice);
    },
  };
}
