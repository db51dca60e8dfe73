const LINES = [62, 48, 71, 55, 66, 50, 74, 58];

/** Stands where the list will be, while the first page is on its way. */
export function RunListSkeleton() {
  return (
    <output class="run-list-skeleton" aria-label="Loading runs">
      {LINES.map((width) => (
        <span key={width} class="skeleton" style={{ width: `${width}%`, margin: "20px 8px" }} />
      ))}
    </output>
  );
}
