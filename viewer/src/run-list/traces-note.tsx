import { formatPlural } from "../format/format-count.ts";
import { TRACES_POLL_MS, useListTraces } from "../models/run-queries.ts";

/** Says how many traces have no run, where nobody would look for them otherwise; empty while every trace has one. */
export function TracesNote() {
  const { data } = useListTraces({ limit: 1 }, { pollMs: TRACES_POLL_MS });
  if (!data || data.total === 0) return null;
  return (
    <p class="traces-note">
      <a href="/traces">{formatPlural(data.total, "trace")} without a run</a>
    </p>
  );
}
