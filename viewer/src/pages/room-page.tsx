import { useRoute } from "preact-iso";
import { readUuid, type ListAllRunsParams } from "@runline/contract";
import { OPEN_RUN_POLL_MS, useListRuns } from "../models/run-queries.ts";
import { ErrorPanel } from "../ui/error-panel.tsx";
import { RUNS_AT_ONCE } from "./earlier-runs.tsx";
import { NotFoundPage } from "./not-found-page.tsx";
import { RoomRuns } from "./room-runs.tsx";
import "./room-page.css";

/** The conversation over all runs of a room, oldest first and live. */
export function RoomPage() {
  const { params } = useRoute();
  const roomId = readUuid(params["roomId"]);
  return roomId === undefined ? <NotFoundPage /> : <Room key={roomId} roomId={roomId} />;
}

function Room({ roomId }: { roomId: string }) {
  const params: ListAllRunsParams = { roomId, limit: RUNS_AT_ONCE };
  const { data, error, refetch } = useListRuns(params, { pollMs: OPEN_RUN_POLL_MS });
  if (error && !data) {
    return (
      <div class="page">
        <ErrorPanel title="The room could not be loaded" error={error} onRetry={refetch} />
      </div>
    );
  }
  if (!data) return <output class="page muted">Loading the room…</output>;
  if (data.total === 0) return <NotFoundPage message={`There is no run in the room ${roomId}.`} />;
  return <RoomRuns roomId={roomId} newest={data} error={error} />;
}
