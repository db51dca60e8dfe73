import type { RunCost as Cost } from "@runline/contract";
import { formatRunCost } from "../format/format-cost.ts";

/** What a run or a call cost, and how sure that is. */
export function RunCost({ cost }: { cost: Cost }) {
  const { atLeast, estimated } = cost;
  const reasons = [
    estimated && "Estimated from tokens and list prices",
    atLeast && "Of some model calls no price is known",
  ];
  return (
    <span title={reasons.filter(Boolean).join(". ")}>
      {formatRunCost(cost)}
      {estimated && <span class="visually-hidden"> estimated</span>}
    </span>
  );
}
