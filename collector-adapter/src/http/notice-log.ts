import { CUT_MARK, cutText, type Notice, type NoticeList } from "@runline/contract";
import type { Logger } from "pino";
import { createLineLimit } from "../process/line-limit.ts";

/** Notices told apart in a minute, of all senders together. */
const MAX_NOTICES = 1000;
/** Notices that are listed; for another one the one that was heard of longest ago makes room. */
const MAX_LISTED = 100;
/** Characters of a text of the sender's in a list or in the log. */
const MAX_TEXT = 300;

/** What is known of the request beside the notice. The details of the first one in a minute are logged. */
interface NoticeDetails extends Partial<Pick<Notice, "userAgent" | "request" | "status" | "change">> {
  /** What differs from one request to the next, such as the place where a body cannot be read. */
  reason?: string | undefined;
  /** Spans that were not taken. */
  rejected?: number;
}

/** Tells what a sender does wrong with every request: in the log, but not with every request, and in a list. */
export interface NoticeLog {
  warn(sender: string, notice: string, details?: NoticeDetails): void;
  list(): NoticeList;
}

/**
 * @example
 * const notices = createNoticeLog(logger);
 * notices.warn("127.0.0.1", "This is an OTLP logs request, …"); // logged, and after a minute how often it was said again
 * notices.list().notices; // [{ sender: "127.0.0.1", message: "This is …", count: 1, … }]
 */
export function createNoticeLog(logger: Logger): NoticeLog {
  const limit = createLineLimit({ lines: 1, kinds: MAX_NOTICES });
  const since = Date.now();
  /** The one that was heard of last is the last. */
  const listed = new Map<string, Notice>();

  function remember(sender: string, notice: string, { reason, ...details }: NoticeDetails): void {
    const key = JSON.stringify([sender, details.request, notice]);
    const now = Date.now();
    const known = listed.get(key);
    const { userAgent, request, status, change } = details;
    listed.delete(key);
    listed.set(key, {
      sender,
      userAgent,
      request,
      status,
      message: reason === undefined ? notice : `${notice}: ${reason}`,
      change,
      count: (known?.count ?? 0) + 1,
      firstAt: known?.firstAt ?? now,
      lastAt: now,
    });
    const [oldest] = listed.keys();
    if (listed.size > MAX_LISTED && oldest !== undefined) listed.delete(oldest);
  }

  return {
    warn(sender, given, givenDetails = {}) {
      const notice = shorten(given);
      const details = { ...givenDetails };
      for (const name of ["userAgent", "request", "reason", "change"] as const) {
        if (details[name] !== undefined) details[name] = shorten(details[name]);
      }
      remember(sender, notice, details);
      const tell = (leftOut: number) => logger.warn({ sender, leftOut }, notice);
      if (limit.admit(`${sender} ${notice}`, tell)) logger.warn({ sender, ...details }, notice);
    },
    list: () => ({ since, notices: [...listed.values()].toReversed() }),
  };
}

function shorten(text: string): string {
  return cutText(text, MAX_TEXT, CUT_MARK);
}
