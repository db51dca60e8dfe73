import type { RunSpan } from "@runline/contract";

/** What all model calls of a run used together. */
export interface UsageSum {
  inputTokens: number;
  outputTokens: number;
  /** US dollars; `undefined` when no call says what it cost: unknown is not zero. */
  cost: number | undefined;
  /**
   * `true` when some model calls that used tokens do not say what they cost: they come on top. Embeddings cost too little to
   * make a sum uncertain.
   */
  isCostPartial: boolean;
}

/**
 * Usage of a whole run. A call often repeats the usage of those inside it, as two instrumentations of one client do, so a
 * span counts only when no span below it declares usage. `undefined` when none does.
 */
export function sumUsage(spans: readonly RunSpan[]): UsageSum | undefined {
  const bySpanId = new Map(spans.map((span) => [span.spanId, span]));
  const declaring = spans.filter((span) => !span.caller && span.usage);
  const above = new Set<string>();
  for (const span of declaring) {
    for (let id = span.parentSpanId; id !== undefined && !above.has(id); id = bySpanId.get(id)?.parentSpanId)
      above.add(id);
  }
  const counted = declaring.filter(({ spanId }) => !above.has(spanId));
  if (counted.length === 0) return undefined;
  const sum: UsageSum = { inputTokens: 0, outputTokens: 0, cost: undefined, isCostPartial: false };
  for (const { kind, usage: { inputTokens, outputTokens, cost } = {} } of counted) {
    sum.inputTokens += inputTokens ?? 0;
    sum.outputTokens += outputTokens ?? 0;
    if (cost !== undefined) sum.cost = (sum.cost ?? 0) + cost;
    else if (kind !== "embedding") sum.isCostPartial = true;
  }
  return sum;
}
