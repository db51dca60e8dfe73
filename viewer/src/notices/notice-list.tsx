import type { Notice } from "@runline/contract";
import { formatCount } from "../format/format-count.ts";
import { formatTimeOfDay } from "../format/format-time.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { Icon } from "../ui/icon.tsx";
import "./notice-list.css";

/** What senders do wrong, each with the line that mends it. Texts are the senders' and stay text, whichever way they are written. */
export function NoticeList({ notices }: { notices: readonly Notice[] }) {
  return (
    <ul class="notice-list">
      {notices.map((notice) => (
        <li key={`${notice.sender} ${notice.request} ${notice.message}`}>
          <NoticeLine notice={notice} />
        </li>
      ))}
    </ul>
  );
}

function NoticeLine({ notice }: { notice: Notice }) {
  const { sender, userAgent, request, status, message, change, count, lastAt } = notice;
  return (
    <>
      <Icon name={status === undefined || status >= 400 ? "error" : "lost"} className="notice-mark" />
      <time class="muted" dateTime={new Date(lastAt).toISOString()}>
        {formatTimeOfDay(lastAt)}
      </time>
      <span class="notice-request">
        <bdi>{request ?? "A connection"}</bdi> <span class="error-text">{toOften(status, count)}</span>
      </span>
      <span class="notice-sender muted">
        {userAgent !== undefined && (
          <>
            <bdi>{userAgent}</bdi>,{" "}
          </>
        )}
        {sender}
      </span>
      <span class="notice-message">
        <bdi>{message}</bdi>
        {change !== undefined && (
          <span class="notice-change">
            <code>{change}</code>
            <CopyButton text={change} label="Copy what to change" />
          </span>
        )}
      </span>
    </>
  );
}

/** @example toOften(415, 3) // "415, 3 times" */
function toOften(status: number | undefined, count: number): string {
  const times = count === 1 ? "once" : `${formatCount(count)} times`;
  return status === undefined ? times : `${status}, ${times}`;
}
