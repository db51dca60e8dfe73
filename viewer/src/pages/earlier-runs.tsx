import { useSignal } from "@preact/signals";
import type { ListAllRunsParams, RunList } from "@runline/contract";
import { useEffect } from "preact/hooks";
import { formatPlural } from "../format/format-count.ts";
import type { RoomModel } from "../models/create-room-model.ts";
import { useListRuns } from "../models/run-queries.ts";

/** Runs that are asked for at once. */
export const RUNS_AT_ONCE = 20;

interface EarlierRunsProps {
  roomId: string;
  model: RoomModel;
  newest: RunList;
  onAsk: () => void;
}

/** Brings the page of runs before the ones that are shown. */
export function EarlierRuns({ roomId, model, newest, onAsk }: EarlierRunsProps) {
  const wanted = useSignal<string | undefined>(undefined);
  const cursor = model.earlierCursor.value;
  const isAsked = wanted.value !== undefined;
  const params: ListAllRunsParams = { roomId, limit: RUNS_AT_ONCE, ...(isAsked && { cursor: wanted.value }) };
  const { data, error, isPrevious, refetch } = useListRuns(params, { enabled: isAsked });
  useEffect(() => {
    if (!data || isPrevious || !isAsked) return;
    wanted.value = undefined;
    model.addEarlier(data);
  }, [data, isPrevious, isAsked]);
  if (cursor === undefined) return null;
  const ask = () => {
    onAsk();
    if (wanted.value === cursor) refetch();
    wanted.value = cursor;
  };
  return (
    <div class="room-earlier">
      <button type="button" class="button quiet" disabled={isAsked && !error} onClick={ask}>
        {newest.totalIsAtLeast ? "Earlier runs" : formatPlural(newest.total - model.runs.value.length, "earlier run")}
      </button>
      {error && isAsked && (
        <p class="error-text" role="alert">
          {error.message}
        </p>
      )}
    </div>
  );
}
