import type { RunSummary } from "@runline/contract";
import { formatRoom } from "../format/format-room.ts";
import { formatSender } from "../format/format-sender.ts";
import { formatShortId } from "../format/format-short-id.ts";
import { STATUS_WORDS } from "../format/format-status.ts";
import { fromListFilter, STATUS_FILTERS, toListFilter, type ListFilter } from "../models/list-filter.ts";
import "./filter-form.css";

/** The filter that is changed, and runs whose rooms, users, actions and models are offered. */
interface FilterFormProps {
  filter: ListFilter;
  runs: readonly RunSummary[];
  onChange: (filter: ListFilter) => void;
}

/** Everything that runs can be filtered by beside agents, time and text. Fields are named as in the query of the URL. */
export function FilterForm({ filter, runs, onChange }: FilterFormProps) {
  const rooms = toNames(runs, filter.roomId, (run) => [run.roomId, formatRoom(run)]);
  const users = toNames(runs, filter.entityId, (run) => [run.entityId, formatSender(run)]);
  const { minDuration, minCost } = filter;
  return (
    <form
      class="filter-form"
      onSubmit={(event) => {
        event.preventDefault();
        const fields = new FormData(event.currentTarget);
        const query = Object.fromEntries(new URLSearchParams(fromListFilter(filter)));
        for (const [name, value] of fields) if (typeof value === "string") query[name] = value.trim();
        if (query["minDuration"]) query["minDuration"] = String(Number(query["minDuration"]) * 1_000);
        onChange(toListFilter(query));
      }}
    >
      <Choice
        word="Status"
        name="status"
        value={filter.status}
        of={STATUS_FILTERS.map((id) => [id, STATUS_WORDS[id]])}
      />
      <Choice word="User" name="user" value={filter.entityId} of={users} />
      <Choice word="Room" name="room" value={filter.roomId} of={rooms} />
      <Field word="Action" name="action" value={filter.action} offered={runs.flatMap(({ actions = [] }) => actions)} />
      <Field word="Model" name="model" value={filter.model} offered={runs.flatMap(({ models = [] }) => models)} />
      <Amount word="Duration from, s" name="minDuration" value={minDuration && minDuration / 1_000} />
      <Amount word="Cost from, $" name="minCost" value={minCost} />
      <button type="submit" class="button primary">
        Apply
      </button>
    </form>
  );
}

/** Ids with their names, sorted by these; the chosen one is among them in any case. */
function toNames(
  runs: readonly RunSummary[],
  chosen: string | undefined,
  read: (run: RunSummary) => [string, string | undefined],
): [string, string][] {
  const names = new Map<string, string>(chosen === undefined ? [] : [[chosen, formatShortId(chosen)]]);
  for (const [id, name] of runs.map(read)) if (name !== undefined) names.set(id, name);
  return [...names].sort(([, a], [, b]) => a.localeCompare(b));
}

interface FieldProps<Value> {
  word: string;
  name: string;
  value: Value | undefined;
}

function Choice({ word, name, value, of }: FieldProps<string> & { of: readonly (readonly [string, string])[] }) {
  return (
    <label>
      <span class="muted">{word}</span>
      <select class="select" name={name}>
        <option value="">Any</option>
        {of.map(([id, shown]) => (
          <option key={id} value={id} selected={id === value}>
            {shown}
          </option>
        ))}
      </select>
    </label>
  );
}

function Field({ word, name, value = "", offered }: FieldProps<string> & { offered: readonly string[] }) {
  const listId = `offered-${name}`;
  return (
    <label>
      <span class="muted">{word}</span>
      <input class="input" name={name} defaultValue={value} list={listId} maxLength={200} placeholder="Any" />
      <datalist id={listId}>
        {[...new Set(offered)].sort().map((each) => (
          <option key={each}>{each}</option>
        ))}
      </datalist>
    </label>
  );
}

function Amount({ word, name, value }: FieldProps<number>) {
  return (
    <label>
      <span class="muted">{word}</span>
      <input class="input" name={name} type="number" min="0" step="any" defaultValue={value} placeholder="Any" />
    </label>
  );
}
