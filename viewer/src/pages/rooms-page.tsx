import type { RoomSummary } from "@runline/contract";
import { useEffect, useMemo } from "preact/hooks";
import { toAgentNames } from "../format/format-agent.ts";
import { formatCount, formatPlural } from "../format/format-count.ts";
import { formatRoom } from "../format/format-room.ts";
import { formatShortId } from "../format/format-short-id.ts";
import { STATUS_WORDS, toShownStatus } from "../format/format-status.ts";
import { formatAbsoluteTime, formatAge, formatMoment } from "../format/format-time.ts";
import { useApp } from "../models/app-context.ts";
import { useListRooms } from "../models/room-queries.ts";
import { OPEN_RUN_POLL_MS, useListAgents } from "../models/run-queries.ts";
import { RunListSkeleton } from "../run-list/run-list-skeleton.tsx";
import { ErrorPanel } from "../ui/error-panel.tsx";
import { Icon } from "../ui/icon.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { RunSender } from "../ui/run-sender.tsx";
import { StaleNote } from "../ui/stale-note.tsx";
import "../ui/wide-table.css";
import "./rooms-page.css";

/** The rooms in which agents were asked something, those with the newest runs first; each leads to its conversation. */
export function RoomsPage() {
  const { data, error, refetch } = useListRooms({ pollMs: OPEN_RUN_POLL_MS });
  const agents = useListAgents().data?.agents;
  const agentNames = useMemo(() => toAgentNames(agents ?? []), [agents]);
  useEffect(() => {
    document.title = "Rooms · Runline";
  }, []);
  if (error && !data) {
    return (
      <div class="page">
        <ErrorPanel title="The rooms could not be loaded" error={error} onRetry={refetch} />
      </div>
    );
  }
  return (
    <div class="page rooms-page">
      <h1 class="visually-hidden">Rooms</h1>
      <StaleNote what="This list is" error={error} />
      {!data && <RunListSkeleton />}
      {data && data.rooms.length === 0 && (
        <div class="panel">
          <h2>No run names a room</h2>
          <p>
            Runs of one conversation are put together by the id that the agent sends with them, such as{" "}
            <code>gen_ai.conversation.id</code> or <code>session.id</code>.
          </p>
          <a href="/">Go to the runs</a>
        </div>
      )}
      {data && data.rooms.length > 0 && (
        <>
          <table class="wide-table room-list">
            <caption class="visually-hidden">Rooms, those with the newest runs first</caption>
            <thead>
              <tr>
                <th scope="col">Room</th>
                <th scope="col">Last run</th>
                <th scope="col">Message</th>
                <th scope="col">User</th>
                <th scope="col">Agent</th>
                <th scope="col" class="number">
                  Runs
                </th>
                <th scope="col" class="number">
                  Failed
                </th>
              </tr>
            </thead>
            <tbody>
              {data.rooms.map((room) => (
                <RoomRow key={room.roomId} room={room} agentNames={agentNames} />
              ))}
            </tbody>
          </table>
          <p class="muted">
            {data.total > data.rooms.length
              ? `The first ${formatCount(data.rooms.length)} of ${formatPlural(data.total, "room")}`
              : formatPlural(data.total, "room")}
            {data.searchedTo !== undefined &&
              `, of the newest 10,000 runs, back to ${formatAbsoluteTime(data.searchedTo)}: an older one is found by its runs`}
          </p>
        </>
      )}
    </div>
  );
}

interface RoomRowProps {
  room: RoomSummary;
  agentNames: ReadonlyMap<string, string>;
}

function RoomRow({ room: { roomId, newest, runs, failed, agentIds }, agentNames }: RoomRowProps) {
  const { clock } = useApp();
  const status = toShownStatus(newest);
  const names = agentIds.map((id) => agentNames.get(id) ?? formatShortId(id));
  return (
    <tr>
      <th scope="row" class="cell-room">
        <a href={`/rooms/${roomId}`} class="row-link" title={roomId}>
          {formatRoom(newest) ?? formatShortId(roomId)}
        </a>
      </th>
      <td class={`cell-last is-${status}`}>
        <Icon name={status === "completed" ? "check" : status} />
        <span class="visually-hidden">{STATUS_WORDS[status]} </span>
        {formatMoment(newest.startedAt, clock.slowNow.value)} <RelativeTime at={newest.startedAt} format={formatAge} />
      </td>
      <td class="cell-message">{newest.message ?? <span class="muted">{newest.actions?.join(", ")}</span>}</td>
      <td class="cell-user">
        <RunSender run={newest} />
      </td>
      <td class="cell-agent" title={names.join(", ")}>
        {names.join(", ")}
      </td>
      <td class="number" data-noun={runs === 1 ? "run" : "runs"}>
        {formatCount(runs)}
      </td>
      <td class={failed > 0 ? "number error-text" : "number"} data-noun={failed > 0 ? "failed" : undefined}>
        {failed > 0 && formatCount(failed)}
      </td>
    </tr>
  );
}
