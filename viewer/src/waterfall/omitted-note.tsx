import { formatPlural } from "../format/format-count.ts";

/** Says how many spans are left out of a waterfall that would be too large; nothing when all are there. */
export function OmittedNote({ omitted }: { omitted: number | undefined }) {
  if (omitted === undefined) return null;
  return (
    <p class="limited-note" role="note">
      {formatPlural(omitted, "span")} more than can be shown: those that started last are left out.
    </p>
  );
}
