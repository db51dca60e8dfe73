import { useRoute } from "preact-iso";
import type { RunSummary } from "@runline/contract";
import { dropFromFilter, type ListFilter } from "../models/list-filter.ts";
import { describeFilter } from "./describe-filter.ts";
import { FilterChip } from "./filter-chip.tsx";
import { LeftOutNote } from "./left-out-note.tsx";
import { listLeftOut } from "./list-left-out.ts";

/** A filter, and runs that tell the names of what it is narrowed to. */
interface FilterChipsProps {
  filter: ListFilter;
  runs: readonly RunSummary[];
  onChange: (filter: ListFilter) => void;
}

/** What a filter has beside agents, time and text, each part as a chip that can be removed, and what of the address it does not have. */
export function FilterChips({ filter, runs, onChange }: FilterChipsProps) {
  const { query } = useRoute();
  return (
    <>
      {describeFilter(filter, runs).map(({ key, word, value }) => (
        <FilterChip key={key} word={word} value={value} onRemove={() => onChange(dropFromFilter(filter, key))} />
      ))}
      {filter.roomId !== undefined && <a href={`/rooms/${filter.roomId}`}>Conversation ›</a>}
      <LeftOutNote leftOut={listLeftOut(query)} />
    </>
  );
}
