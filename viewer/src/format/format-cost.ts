import type { RunCost } from "@runline/contract";

const dollars = new Intl.NumberFormat("en", { style: "currency", currency: "USD" });
const parts = new Intl.NumberFormat("en", {
  style: "currency",
  currency: "USD",
  minimumSignificantDigits: 2,
  maximumSignificantDigits: 2,
});
/** Less than this is not worth its digits. */
const SMALLEST = 0.000_001;

/**
 * A price in US dollars. Small ones keep two digits that say something: a model call rarely costs a cent. An estimate is marked.
 *
 * @example formatCost(0.00185) // "$0.0019"
 * @example formatCost(12.3, true) // "≈ $12.30"
 */
export function formatCost(cost: number, isEstimated = false): string {
  if (isEstimated) return `≈ ${formatCost(cost)}`;
  if (cost === 0) return "$0";
  if (cost < SMALLEST) return "<$0.000001";
  return (cost < 0.1 ? parts : dollars).format(cost);
}

/** What runs cost, at least that where the price of a call is not known. @example formatRunCost({ usd: 0.02, atLeast: true }) // "≥ $0.020" */
export function formatRunCost({ usd, atLeast, estimated }: RunCost): string {
  return `${atLeast ? "≥ " : ""}${formatCost(usd, estimated)}`;
}
