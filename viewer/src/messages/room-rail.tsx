import type { RunSummary } from "@runline/contract";
import { STATUS_WORDS, toShownStatus } from "../format/format-status.ts";
import { formatMoment } from "../format/format-time.ts";
import { useApp } from "../models/app-context.ts";
import { Icon } from "../ui/icon.tsx";
import { RunDuration } from "../ui/run-duration.tsx";
import { toSectionId } from "./room-run.tsx";
import { showRoomRun } from "./show-room-run.ts";
import "./room-rail.css";

/** The runs of a room by their first words, beside the conversation where there is room: each leads to its place in that. */
export function RoomRail({ runs }: { runs: readonly RunSummary[] }) {
  const { clock } = useApp();
  return (
    <nav class="room-rail" aria-label="Runs of the room, oldest first">
      {runs.map((run) => {
        const status = toShownStatus(run);
        return (
          <button
            key={run.runId}
            type="button"
            onClick={() => showRoomRun(document.getElementById(toSectionId(run.runId)))}
          >
            <span class={`rail-status is-${status}`}>
              <Icon name={status === "completed" ? "check" : status} />
              <span class="visually-hidden">{STATUS_WORDS[status]}</span>
            </span>
            <span class="muted">{formatMoment(run.startedAt, clock.slowNow.value)}</span>
            <span class="rail-message">{run.message ?? run.name}</span>
            <RunDuration run={run} />
          </button>
        );
      })}
    </nav>
  );
}
