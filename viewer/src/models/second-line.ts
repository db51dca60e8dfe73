import type { SpanNode } from "./span-tree.ts";

/** Why a row has a second line: the step failed by itself, has no end, or its clock is off. */
export type SecondLine = "failure" | "no_end" | "clock";

/**
 * Whether a row has a second line, and of what. What is above a failure or a missing end says so by a mark alone, and of spans whose
 * clock is off in the same way the topmost says so.
 */
export function toSecondLine(node: SpanNode, culprits: ReadonlySet<string>): SecondLine | undefined {
  const { span, parent, children } = node;
  if (span === undefined) return undefined;
  if (span.error !== undefined && culprits.has(node.id)) return "failure";
  if (span.state === "lost" && children.every((child) => child.span?.state !== "lost")) return "no_end";
  return span.clockOffsetMs !== undefined && span.clockOffsetMs !== parent?.span?.clockOffsetMs ? "clock" : undefined;
}
