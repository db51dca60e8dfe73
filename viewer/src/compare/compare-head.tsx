import type { RunSummary } from "@runline/contract";
import { formatRoom } from "../format/format-room.ts";
import { toShownStatus } from "../format/format-status.ts";
import { formatAge, formatTimeOfDay } from "../format/format-time.ts";
import { toComparePath } from "../models/compare-path.ts";
import { toRunPath } from "../models/run-path.ts";
import { CopyLink } from "../ui/copy-link.tsx";
import { RunSender } from "../ui/run-sender.tsx";
import { Shape } from "../ui/shape.tsx";
import { StatusBadge } from "../ui/status-badge.tsx";
import "./compare-head.css";

const SWAP = "M5 2.5 1.5 6 5 9.5l1-1L4.2 6.7H11V5.3H4.2L6 3.5ZM11 6.5l-1 1 1.8 1.8H5v1.4h6.8L10 12.5l1 1L14.5 10Z";

/** Which two runs are compared: what each was asked, how it ended, when and for whom. */
export function CompareHead({ a, b }: { a: RunSummary; b: RunSummary }) {
  return (
    <header class="compare-head">
      <SideHead letter="A" run={a} other={b} />
      <a class="button quiet icon-only" href={toComparePath(b, a)} aria-label="Swap A and B" title="Swap A and B">
        <Shape path={SWAP} size={16} />
      </a>
      <SideHead letter="B" run={b} other={a} />
      <CopyLink label="Copy the link to this page" />
    </header>
  );
}

function SideHead({ letter, run, other }: { letter: "A" | "B"; run: RunSummary; other: RunSummary }) {
  const { startedAt, name = "Run", message = name } = run;
  const room = formatRoom(run);
  return (
    <section class="compare-side" aria-label={`Run ${letter}`}>
      <span class="side-letter" aria-hidden="true">
        {letter}
      </span>
      <h2>
        <a href={toRunPath(run)} title={message}>
          {message}
        </a>
      </h2>
      <p class="muted">
        <StatusBadge status={toShownStatus(run)} />
        <span>
          {formatTimeOfDay(startedAt)}
          {startedAt < other.startedAt && `, ${formatAge(startedAt, other.startedAt)} earlier`}
        </span>
        {message !== name && <span title={name}>{name}</span>}
        <span>
          <RunSender run={run} />
        </span>
        {room !== undefined && (
          <a href={`/rooms/${run.roomId}`} title={room}>
            {room}
          </a>
        )}
      </p>
    </section>
  );
}
