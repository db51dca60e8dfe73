import type { RunSummary } from "@runline/contract";
import { formatAbsoluteTime, formatTimeRange } from "../format/format-time.ts";
import { STATUS_WORDS } from "../format/format-status.ts";
import { dropFromFilter, RANGE_NAMES, RANGES, STATUS_FILTERS, type ListFilter } from "../models/list-filter.ts";
import { Icon } from "../ui/icon.tsx";
import { formatRoom } from "../format/format-room.ts";
import "./run-filters.css";

/** What the filters are told and tell. */
export interface RunFiltersProps {
  agentId: string;
  filter: ListFilter;
  /** Runs on screen; their rooms are the ones to choose from. */
  runs: readonly RunSummary[];
  /** Told of the whole filter, always without a page: another filter has other pages. */
  onChange: (filter: ListFilter) => void;
}

/** Filters of the list: status, time and room. */
export function RunFilters({ agentId, filter, runs, onChange }: RunFiltersProps) {
  const { status, roomId, range, from, to } = filter;
  const withoutStatus = dropFromFilter(filter, "cursor", "status");
  const withoutTimes = dropFromFilter(filter, "cursor", "range", "from", "to");
  const withoutRoom = dropFromFilter(filter, "cursor", "roomId");
  const isFixed = from !== undefined || to !== undefined;
  const rooms = new Map(
    runs.flatMap((run) => {
      const name = formatRoom(run, agentId);
      return name === undefined ? [] : [[run.roomId, name]];
    }),
  );
  return (
    <div class="run-filters">
      <fieldset class="segmented" aria-label="Status">
        <Choice isPressed={status === undefined} onPick={() => onChange(withoutStatus)} word="All" />
        {STATUS_FILTERS.map((known) => (
          <Choice
            key={known}
            isPressed={status === known}
            onPick={() => onChange({ ...withoutStatus, status: known })}
            word={STATUS_WORDS[known]}
          />
        ))}
      </fieldset>
      <fieldset class="segmented" aria-label="Started within">
        {RANGE_NAMES.map((known) => (
          <Choice
            key={known}
            isPressed={range === known}
            onPick={() => onChange({ ...withoutTimes, range: known })}
            word={RANGES[known].word}
          />
        ))}
        <Choice isPressed={range === undefined && !isFixed} onPick={() => onChange(withoutTimes)} word="All times" />
      </fieldset>
      {isFixed && (
        <span class="chip">
          {describeTimes(from, to)}
          <button type="button" aria-label="Clear the time range" onClick={() => onChange(withoutTimes)}>
            <Icon name="close" size={12} />
          </button>
        </span>
      )}
      <select
        class="select"
        aria-label="Room"
        value={roomId ?? ""}
        onChange={({ currentTarget: { value } }) =>
          onChange(value === "" ? withoutRoom : { ...withoutRoom, roomId: value })
        }
      >
        <option value="">All rooms</option>
        {roomId !== undefined && !rooms.has(roomId) && <option value={roomId}>Room {roomId.slice(0, 8)}</option>}
        {[...rooms].map(([id, name]) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

function describeTimes(from: number | undefined, to: number | undefined): string {
  if (from !== undefined && to !== undefined) return formatTimeRange(from, to);
  return from === undefined ? `until ${formatAbsoluteTime(to ?? 0)}` : `from ${formatAbsoluteTime(from)}`;
}

function Choice({ isPressed, onPick, word }: { isPressed: boolean; onPick: () => void; word: string }) {
  return (
    <button type="button" aria-pressed={isPressed} onClick={onPick}>
      {word}
    </button>
  );
}
