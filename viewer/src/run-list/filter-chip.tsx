import { Icon } from "../ui/icon.tsx";
import "./filter-chip.css";

/** A part of a filter in words, and how to do without. */
interface FilterChipProps {
  word: string;
  value: string;
  onRemove: () => void;
}

/** One part of a filter, which can be removed. */
export function FilterChip({ word, value, onRemove }: FilterChipProps) {
  return (
    <span class="chip">
      <span class="muted">{word}</span> <span class="chip-value">{value}</span>
      <button type="button" aria-label={`Remove ${word}`} onClick={onRemove}>
        <Icon name="close" size={12} />
      </button>
    </span>
  );
}
