import { formatCount } from "../format/format-count.ts";
import { MAX_PRINTED } from "./use-virtual-rows.ts";
import "./print.css";

/** Says on paper, and there alone, how many of the rows are printed when not all are. */
export function PrintNote({ count }: { count: number }) {
  if (count <= MAX_PRINTED) return null;
  return (
    <p class="print-note">
      The first {formatCount(MAX_PRINTED)} of {formatCount(count)} rows are printed.
    </p>
  );
}
