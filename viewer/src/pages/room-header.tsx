import type { Signal } from "@preact/signals";
import type { RunList, RunSummary } from "@runline/contract";
import { useEffect } from "preact/hooks";
import { formatCount, formatTotal } from "../format/format-count.ts";
import { formatRoom } from "../format/format-room.ts";
import { formatShortId } from "../format/format-short-id.ts";
import { MessageSearch } from "../messages/message-search.tsx";
import { toListPath } from "../models/list-filter.ts";
import { useListRuns } from "../models/run-queries.ts";
import { CopyLink } from "../ui/copy-link.tsx";
import { KeyHelpButton } from "../ui/key-help.tsx";
import type { Follow } from "./use-follow.ts";

/** A room, what of it is on the page, and what is searched for there. */
interface RoomHeaderProps {
  roomId: string;
  newest: RunList;
  runs: readonly RunSummary[];
  search: Signal<string>;
  /** How many runs have it, in words; empty without a search. */
  found: string;
  follow: Follow;
  onHelp: () => void;
}

/** Names the room and who is in it, and has what can be done with its page. */
export function RoomHeader({ roomId, newest, runs, search, found, follow, onHelp }: RoomHeaderProps) {
  const name = toRoomName(runs, roomId);
  useEffect(() => {
    document.title = `${name} · Runline`;
  }, [name]);
  const wanted = search.value.trim();
  return (
    <header class="room-header">
      <a href={toListPath({ roomId })} class="back-link">
        ‹ Runs
      </a>
      <h1 title={roomId}>{name}</h1>
      <span class="muted room-people">{toPeople(runs)}</span>
      <span>{formatTotal(newest, "run")}</span>
      <RoomFailures roomId={roomId} />
      <MessageSearch text={search} found={found} />
      {wanted !== "" && (newest.totalIsAtLeast || newest.total > runs.length) && (
        <a href={toListPath({ roomId, text: wanted })} title="Earlier runs are not on this page">
          Search what was asked in all {formatTotal(newest, "run")}
        </a>
      )}
      <button type="button" class="button" aria-pressed={follow.isOn} onClick={follow.toggle}>
        Follow
      </button>
      <CopyLink label="Copy the link to this page" />
      <KeyHelpButton onHelp={onHelp} />
    </header>
  );
}

/** How many runs of the room went wrong, by how. */
function RoomFailures({ roomId }: { roomId: string }) {
  const failed = useListRuns({ roomId, status: "error", limit: 1 }).data?.total ?? 0;
  const timedOut = useListRuns({ roomId, status: "timeout", limit: 1 }).data?.total ?? 0;
  const lost = useListRuns({ roomId, lost: true, limit: 1 }).data?.total ?? 0;
  const words = [
    failed > 0 && `${formatCount(failed)} failed`,
    timedOut > 0 && `${formatCount(timedOut)} timed out`,
    lost > 0 && `${formatCount(lost)} lost`,
  ].filter(Boolean);
  return words.length === 0 ? null : <span class="error-text">{words.join(", ")}</span>;
}

/** The room as it was named, by any of its runs. */
function toRoomName(runs: readonly RunSummary[], roomId: string): string {
  const [run] = runs;
  return (run && formatRoom(run)) ?? `Room ${formatShortId(roomId)}`;
}

/** Where the room is, who answers in it, and who asks. */
function toPeople(runs: readonly RunSummary[]): string {
  const pick = (read: (run: RunSummary) => string | undefined) => [...new Set(runs.flatMap((run) => read(run) ?? []))];
  return [pick((run) => run.metadata?.source), pick((run) => run.name), pick((run) => run.metadata?.entityName)]
    .filter((names) => names.length > 0)
    .map((names) => names.join(", "))
    .join(" · ");
}
