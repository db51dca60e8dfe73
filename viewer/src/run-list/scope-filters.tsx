import type { AgentSummary } from "@runline/contract";
import { formatShortId } from "../format/format-short-id.ts";
import { formatAbsoluteTime, formatTimeRange } from "../format/format-time.ts";
import { dropFromFilter, RANGES, type ListFilter } from "../models/list-filter.ts";
import { Icon } from "../ui/icon.tsx";
import { Popover } from "../ui/popover.tsx";
import { lazy } from "../ui/lazy.tsx";
import "./scope-filters.css";

// What opens on a click is loaded then.
const AgentPicker = lazy(() => import("./agent-picker.tsx").then((module) => module.AgentPicker));
const TimePicker = lazy(() => import("./time-picker.tsx").then((module) => module.TimePicker));

/** A filter whose agents and time are chosen; its other parts stay as they are. */
interface ScopeFiltersProps {
  filter: ListFilter;
  agents: readonly AgentSummary[];
  agentNames: ReadonlyMap<string, string>;
  onChange: (filter: ListFilter) => void;
}

/** Of which agents, and of when. */
export function ScopeFilters({ filter, agents, agentNames, onChange }: ScopeFiltersProps) {
  return (
    <>
      <Popover label="Agents" face={<Face words={describeAgents(filter, agentNames)} />} className="agent-choice">
        {(close) => (
          <AgentPicker
            agents={agents}
            names={agentNames}
            chosen={filter.agentIds ?? []}
            onChoose={(agentIds) => {
              onChange(agentIds.length === 0 ? dropFromFilter(filter, "agentIds") : { ...filter, agentIds });
            }}
            onClose={close}
          />
        )}
      </Popover>
      <Popover label="Time" face={<Face words={describeTime(filter)} />}>
        {(close) => (
          <TimePicker
            filter={filter}
            onChange={(next) => {
              onChange(next);
              close();
            }}
          />
        )}
      </Popover>
    </>
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
