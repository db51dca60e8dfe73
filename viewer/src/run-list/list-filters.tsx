import type { AgentSummary, RunSummary } from "@runline/contract";
import { lazy } from "preact-iso";
import { formatShortId } from "../format/format-short-id.ts";
import { formatAbsoluteTime, formatTimeRange } from "../format/format-time.ts";
import { dropFromFilter, RANGES, type ListFilter } from "../models/list-filter.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { Icon } from "../ui/icon.tsx";
import { Popover } from "../ui/popover.tsx";
import { describeFilter } from "./describe-filter.ts";
import { ListSearch } from "./list-search.tsx";
import "./list-filters.css";

// What opens on a click is loaded then.
const AgentPicker = lazy(() => import("./agent-picker.tsx").then((module) => module.AgentPicker));
const TimePicker = lazy(() => import("./time-picker.tsx").then((module) => module.TimePicker));
const FilterForm = lazy(() => import("./filter-form.tsx").then((module) => module.FilterForm));

/** What the filters are told and tell. */
export interface ListFiltersProps {
  filter: ListFilter;
  agents: readonly AgentSummary[];
  agentNames: ReadonlyMap<string, string>;
  /** Runs on screen: what they have is offered. */
  runs: readonly RunSummary[];
  /** Told of the whole filter, always without a page: another filter has other pages. */
  onChange: (filter: ListFilter) => void;
}

/** The line of filters: agents, time, the others as chips that can be removed, text. */
export function ListFilters({ filter, agents, agentNames, runs, onChange }: ListFiltersProps) {
  const first = dropFromFilter(filter, "cursor");
  return (
    <search class="list-filters" aria-label="Filter the runs">
      <Popover label="Agents" face={<Face words={describeAgents(filter, agentNames)} />} className="agent-choice">
        {(close) => (
          <AgentPicker
            agents={agents}
            names={agentNames}
            chosen={filter.agentIds ?? []}
            onChoose={(agentIds) => {
              onChange(agentIds.length === 0 ? dropFromFilter(first, "agentIds") : { ...first, agentIds });
            }}
            onClose={close}
          />
        )}
      </Popover>
      <Popover label="Time" face={<Face words={describeTime(filter)} />}>
        {(close) => (
          <TimePicker
            filter={first}
            onChange={(next) => {
              onChange(next);
              close();
            }}
          />
        )}
      </Popover>
      {describeFilter(filter, runs).map(({ key, word, value }) => (
        <span key={key} class="chip">
          <span class="muted">{word}</span> <span class="chip-value">{value}</span>
          <button type="button" aria-label={`Remove ${word}`} onClick={() => onChange(dropFromFilter(first, key))}>
            <Icon name="close" size={12} />
          </button>
        </span>
      ))}
      {filter.roomId !== undefined && <a href={`/rooms/${filter.roomId}`}>Conversation ›</a>}
      <Popover
        label="Filter"
        face={
          <>
            <Icon name="plus" size={12} />
            Filter
          </>
        }
      >
        {(close) => (
          <FilterForm
            filter={first}
            runs={runs}
            onChange={(next) => {
              onChange(next);
              close();
            }}
          />
        )}
      </Popover>
      <ListSearch
        text={filter.text ?? ""}
        onSearch={(text) => onChange(text === "" ? dropFromFilter(first, "text") : { ...first, text })}
      />
      <CopyButton text={window.location.href} label="Copy the link to this list">
        Copy link
      </CopyButton>
    </search>
  );
}

function Face({ words }: { words: string }) {
  return (
    <>
      <span class="face-words">{words}</span>
      <Icon name="chevron" size={12} className="is-down" />
    </>
  );
}

function describeAgents({ agentIds = [] }: ListFilter, names: ReadonlyMap<string, string>): string {
  const [first, ...others] = agentIds;
  if (first === undefined) return "All agents";
  return others.length === 0 ? (names.get(first) ?? `Agent ${formatShortId(first)}`) : `${agentIds.length} agents`;
}

function describeTime({ range, from, to }: ListFilter): string {
  if (range) return RANGES[range].word;
  if (from !== undefined && to !== undefined) return formatTimeRange(from, to);
  if (from !== undefined) return `From ${formatAbsoluteTime(from)}`;
  return to === undefined ? "All times" : `Until ${formatAbsoluteTime(to)}`;
}
