import type { FilledFacts } from "./fold-result.ts";
import { TOKEN_KINDS, type FoldSpan, type FoldTokens } from "./fold-span.ts";
import type { SpanNode } from "./span-node.ts";
import { byStart } from "./span-tree.ts";

/** Gives each call that has details what these say and the call does not. */
export function fillCalls(nodes: readonly SpanNode[]): void {
  for (const node of nodes) if (node.details.length > 0) node.filled = fill(node);
}

/** What is known of a call: its own facts, and those of its details where its own are missing. */
export function factsOf({ span, filled }: SpanNode): FilledFacts {
  return filled ?? span;
}

/** US dollars: as the call or a detail of it says, else as estimated. */
export function toCost({ cost, estimatedCost }: FilledFacts): { usd?: number | undefined; estimated: boolean } {
  return { usd: cost ?? estimatedCost, estimated: cost === undefined && estimatedCost !== undefined };
}

function fill({ kind: step, span, details }: SpanNode): FilledFacts {
  const inner = details.toSorted(byStart).map((detail) => detail.span);
  // The last try tells how the call ended.
  const last = inner.toSorted((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0)).at(-1);
  // A framework takes the error of a tool for an answer like any other: that all went well, against what the work says, says only ours.
  const isBelieved = step !== "action" || span.convention === "runline" || span.status !== "ok";
  const status = isBelieved ? (span.status ?? last?.status) : (last?.status ?? span.status);
  const tokens: FoldTokens = {};
  for (const kind of TOKEN_KINDS) {
    const value = span.tokens?.[kind] ?? sumTries(inner, (each) => each.tokens?.[kind]);
    if (value !== undefined) tokens[kind] = value;
  }
  return {
    model: span.model ?? inner.find(({ model }) => model !== undefined)?.model,
    responseModel:
      span.responseModel ?? inner.findLast(({ responseModel }) => responseModel !== undefined)?.responseModel,
    provider: span.provider ?? inner.find(({ provider }) => provider !== undefined)?.provider,
    responseId: span.responseId ?? inner.findLast(({ responseId }) => responseId !== undefined)?.responseId,
    tokens: Object.keys(tokens).length > 0 ? tokens : undefined,
    cost: span.cost ?? sumTries(inner, ({ cost }) => cost),
    estimatedCost: span.estimatedCost ?? sumTries(inner, ({ estimatedCost }) => estimatedCost),
    status,
    error: span.error ?? (status === "ok" ? undefined : last?.error),
    errorType: span.errorType ?? (status === "ok" ? undefined : last?.errorType),
  };
}

/** Details one after the other are tries and add up; those at the same time tell the same once more. */
function sumTries(inner: readonly FoldSpan[], read: (span: FoldSpan) => number | undefined): number | undefined {
  let sum: number | undefined;
  let until = Number.NEGATIVE_INFINITY;
  for (const span of inner) {
    const value = read(span);
    if (value === undefined || span.startedAt < until) continue;
    sum = (sum ?? 0) + value;
    until = span.endedAt ?? Number.POSITIVE_INFINITY;
  }
  return sum;
}
