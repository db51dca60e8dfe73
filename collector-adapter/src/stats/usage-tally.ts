import type { DurationPercentiles, RunCost, RunTokens } from "@runline/contract";
import { TOKEN_KINDS } from "../fold/fold-span.ts";
import { BIN_RATIO, type UsageSums } from "../sql/sum-columns.ts";

/** How long some runs or steps took, and what they used; absent is what nothing tells of. */
interface Usage {
  durationMs?: DurationPercentiles;
  tokens?: RunTokens;
  cost?: RunCost;
}

/** Adds up sums of the database. */
export interface UsageTally {
  add(sums: UsageSums): void;
  toUsage(): Usage;
}

export function createUsageTally(): UsageTally {
  const durations = new Map<string, number>();
  let shortest = Number.POSITIVE_INFINITY;
  let longest = Number.NEGATIVE_INFINITY;
  const tokens: RunTokens = {};
  let usd = 0;
  let unpriced = false;
  let estimated = false;
  return {
    add(sums) {
      for (const bin in sums.durations) durations.set(bin, (durations.get(bin) ?? 0) + (sums.durations[bin] ?? 0));
      shortest = Math.min(shortest, sums.shortest ?? shortest);
      longest = Math.max(longest, sums.longest ?? longest);
      for (const kind of TOKEN_KINDS) {
        const value = sums.tokens[kind] ?? undefined;
        if (value !== undefined) tokens[kind] = (tokens[kind] ?? 0) + value;
      }
      usd += sums.usd;
      unpriced ||= sums.unpriced;
      estimated ||= sums.estimated ?? false;
    },
    toUsage: () => ({
      ...(durations.size > 0 && { durationMs: toPercentiles(durations, shortest, longest) }),
      ...(Object.keys(tokens).length > 0 && { tokens }),
      ...(usd > 0 && { cost: { usd, atLeast: unpriced, ...(estimated && { estimated }) } }),
    }),
  };
}

/** The middle of the bin that has the duration of that rank, at most 2 % off, and no longer or shorter than any duration was. */
function toPercentiles(durations: ReadonlyMap<string, number>, shortest: number, longest: number): DurationPercentiles {
  const bins = [...durations].map(([bin, size]) => [Number(bin), size] as const).sort(([a], [b]) => a - b);
  const all = bins.reduce((sum, [, size]) => sum + size, 0);
  const at = (share: number): number => {
    let seen = 0;
    const [bin] = bins.find(([, size]) => (seen += size) >= Math.ceil(all * share)) ?? [Number.POSITIVE_INFINITY];
    return toMicroseconds(Math.max(shortest, Math.min(longest, BIN_RATIO ** (bin + 0.5))));
  };
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: toMicroseconds(longest) };
}

/** Finer digits are noise. */
function toMicroseconds(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
