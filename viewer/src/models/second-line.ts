import { toOwn } from "./span-tree.ts";
import type { WaterfallRow } from "./waterfall-rows.ts";

/** Why a row has a second line: the step failed by itself, has no end, or its clock is off. */
export type SecondLine = "failure" | "no_end" | "clock";

/**
 * Whether a row has a second line, and of what. What is above a failure or a missing end says so by a mark alone, and of spans whose
 * clock is off in the same way the topmost says so. An open row of several tries leaves to these what is to be said.
 */
export function toSecondLine(
  { node, isExpanded }: WaterfallRow,
  culprits: ReadonlySet<string>,
): SecondLine | undefined {
  const { span, parent, tries } = node;
  if (span === undefined || (tries !== undefined && isExpanded)) return undefined;
  const own = toOwn(node);
  if (span.error !== undefined && culprits.has(own.id)) return "failure";
  if (span.state === "lost" && own.children.every((child) => child.span?.state !== "lost")) return "no_end";
  return span.clockOffsetMs !== undefined && span.clockOffsetMs !== parent?.span?.clockOffsetMs ? "clock" : undefined;
}
