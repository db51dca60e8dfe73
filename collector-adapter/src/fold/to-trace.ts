import type { FoldedTrace } from "./fold-result.ts";
import { UNKNOWN_SERVICE } from "./run-identity.ts";
import { toFailure } from "./run-outcome.ts";
import type { SpanTree } from "./span-node.ts";

/** The trace as a whole: what its root says, or the first span while the root is not there. */
export function toTrace({ tops }: SpanTree): FoldedTrace | undefined {
  const first = tops.find(({ missingParent }) => missingParent === undefined) ?? tops[0];
  if (first === undefined) return undefined;
  const { span } = first;
  return {
    name: span.name,
    serviceName: span.serviceName ?? UNKNOWN_SERVICE,
    status: toFailure(first) !== undefined ? "error" : span.endedAt === undefined ? "open" : "ok",
    startedAt: span.startedAt,
    ...(span.endedAt !== undefined && { endedAt: span.endedAt }),
  };
}
