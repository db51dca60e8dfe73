import type { RunCost as Cost } from "@runline/contract";
import { formatRunCost } from "../format/format-cost.ts";

/** What a run cost, and why that is not all. */
export function RunCost({ cost }: { cost: Cost }) {
  return (
    <span title={cost.atLeast ? "Some model calls do not say what they cost" : undefined}>{formatRunCost(cost)}</span>
  );
}
