import type { RunCost, RunTokens, StepKind, StepSums } from "@runline/contract";

/** What sums of steps can be sorted by. */
export const STEP_SUMS_SORTS = ["steps", "errors", "p50", "p95", "max", "tokens", "cost"] as const;
/** @see STEP_SUMS_SORTS */
export type StepSumsSort = (typeof STEP_SUMS_SORTS)[number];

const VALUES: Record<StepSumsSort, (sums: StepSums) => number | undefined> = {
  steps: ({ steps }) => steps,
  errors: ({ errors }) => errors,
  p50: ({ durationMs }) => durationMs?.p50,
  p95: ({ durationMs }) => durationMs?.p95,
  max: ({ durationMs }) => durationMs?.max,
  tokens: ({ tokens }) => tokens && sumTokens(tokens),
  cost: ({ cost }) => cost?.usd,
};

/** All tokens: what the other kinds are parts of. */
export function sumTokens({ input = 0, output = 0, unsplit = 0 }: RunTokens): number {
  return input + output + unsplit;
}

/** The sums in another order, equal ones by their name; what is not known stands last, whichever way. */
export function sortStepSums(all: readonly StepSums[], by: StepSumsSort, isAscending: boolean): StepSums[] {
  const read = VALUES[by];
  const sign = isAscending ? 1 : -1;
  return all.toSorted((a, b) => {
    const [left, right] = [read(a), read(b)];
    const isUnknown = Number(left === undefined) - Number(right === undefined);
    return isUnknown || sign * ((left ?? 0) - (right ?? 0)) || (a.name < b.name ? -1 : 1);
  });
}

/** How many steps there are, and what they cost. */
export interface StepTotals {
  steps: number;
  /** Absent when nothing tells of a price. */
  cost?: RunCost;
}

/** The sums together. Where calls of a model have no price at all, what the others cost is a least. */
export function toStepTotals(all: readonly StepSums[]): StepTotals {
  const steps = all.reduce((sum, each) => sum + each.steps, 0);
  const usd = all.reduce((sum, { cost }) => sum + (cost?.usd ?? 0), 0);
  if (usd === 0) return { steps };
  const atLeast = all.some(({ kind, cost }) => cost?.atLeast ?? isPriced(kind));
  const estimated = all.some(({ cost }) => cost?.estimated);
  return { steps, cost: { usd, atLeast, ...(estimated && { estimated }) } };
}

function isPriced(kind: StepKind): boolean {
  return kind === "model_call" || kind === "embedding";
}
