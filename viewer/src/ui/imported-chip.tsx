import "./marks.css";

/** On a run that was rebuilt from an elizaOS database. */
export function ImportedChip() {
  return (
    <span class="imported-chip" title="Rebuilt from an elizaOS database, not recorded as it happened">
      imported
    </span>
  );
}
