import { ATTR_GEN_AI_USAGE_INPUT_TOKENS, ATTR_GEN_AI_USAGE_OUTPUT_TOKENS, type RunSpan } from "@runline/contract";

/** Tokens of one or many model calls. */
export interface TokenSum {
  input: number;
  output: number;
}

/** What a span itself declares; `undefined` when it declares nothing. */
export function toTokens({ attributes }: RunSpan): TokenSum | undefined {
  const input = attributes[ATTR_GEN_AI_USAGE_INPUT_TOKENS];
  const output = attributes[ATTR_GEN_AI_USAGE_OUTPUT_TOKENS];
  if (typeof input !== "number" && typeof output !== "number") return undefined;
  return { input: typeof input === "number" ? input : 0, output: typeof output === "number" ? output : 0 };
}

/**
 * Tokens of a whole run. A wrapper often repeats the usage of the calls inside it, so a span counts only when no span
 * below it declares usage. `undefined` when none does: unknown is not zero.
 */
export function sumTokens(spans: readonly RunSpan[]): TokenSum | undefined {
  const bySpanId = new Map(spans.map((span) => [span.spanId, span]));
  const declaring = spans.filter((span) => !span.caller && toTokens(span));
  const above = new Set<string>();
  for (const span of declaring) {
    for (let id = span.parentSpanId; id !== undefined && !above.has(id); id = bySpanId.get(id)?.parentSpanId)
      above.add(id);
  }
  let sum: TokenSum | undefined;
  for (const span of declaring) {
    const tokens = above.has(span.spanId) ? undefined : toTokens(span);
    if (tokens) sum = { input: (sum?.input ?? 0) + tokens.input, output: (sum?.output ?? 0) + tokens.output };
  }
  return sum;
}

/** Input and output together. */
export function sumTokensOf({ input, output }: TokenSum): number {
  return input + output;
}
