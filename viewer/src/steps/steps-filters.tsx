import type { AgentSummary } from "@runline/contract";
import type { StepsFilter } from "../models/steps-filter.ts";
import { FilterChip } from "../run-list/filter-chip.tsx";
import { ScopeFilters } from "../run-list/scope-filters.tsx";
import { CopyLink } from "../ui/copy-link.tsx";
import "../run-list/list-filters.css";

/** The filter, and the agents to choose from. */
interface StepsFiltersProps {
  filter: StepsFilter;
  agents: readonly AgentSummary[];
  agentNames: ReadonlyMap<string, string>;
  onChange: (filter: StepsFilter) => void;
}

/** The line of filters: agents, time, and the name that was chosen in the sums. */
export function StepsFilters({ filter, agents, agentNames, onChange }: StepsFiltersProps) {
  return (
    <search class="list-filters" aria-label="Filter the steps">
      <ScopeFilters
        filter={filter.scope}
        agents={agents}
        agentNames={agentNames}
        onChange={(scope) => onChange({ ...filter, scope, before: undefined })}
      />
      {filter.name !== undefined && (
        <FilterChip
          word="Name"
          value={filter.name}
          onRemove={() => onChange({ ...filter, name: undefined, before: undefined })}
        />
      )}
      <CopyLink label="Copy the link to these steps" />
    </search>
  );
}
