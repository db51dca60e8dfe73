import type { AgentSummary, RunSummary } from "@runline/contract";
import { dropFromFilter, type ListFilter } from "../models/list-filter.ts";
import { Icon } from "../ui/icon.tsx";
import { Popover } from "../ui/popover.tsx";
import { ListSearch } from "./list-search.tsx";
import { ScopeFilters } from "./scope-filters.tsx";
import { lazy } from "../ui/lazy.tsx";
import "./list-filters.css";

// A list can be read without what it is narrowed by, and without a link to it; the form opens on a click, and is loaded then.
const CopyLink = lazy(() => import("../ui/copy-link.tsx").then((module) => module.CopyLink));
const FilterChips = lazy(() => import("./filter-chips.tsx").then((module) => module.FilterChips));
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
      <ScopeFilters filter={first} agents={agents} agentNames={agentNames} onChange={onChange} />
      <FilterChips filter={first} runs={runs} onChange={onChange} />
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
      <CopyLink label="Copy the link to this list" />
    </search>
  );
}
