import type { RunSpan } from "@runline/contract";
import { formatCount } from "../format/format-count.ts";
import type { StepPair } from "../models/align-siblings.ts";
import type { SpanNode } from "../models/span-tree.ts";
import { toTold, type Difference } from "../models/step-differences.ts";

/** How a step differs, in a sentence without its name. @example "went well in A, failed in B: connect ECONNREFUSED" */
export function toDifferenceSentence({ a, b }: StepPair, difference: Difference): string {
  switch (difference) {
    case "only_a":
      return toLoneSentence("A", a);
    case "only_b":
      return toLoneSentence("B", b);
    case "moved":
      return "at another place in B";
    case "outcome":
      return toOutcomeSentence(a, b);
    case "other_model":
      return `${a?.label} in A, ${b?.label} in B`;
    case "tries":
      return `${formatTries(a)} in A, ${formatTries(b)} in B`;
    case "detail":
      return `${toToldWords(a)} in A, ${toToldWords(b)} in B`;
  }
}

/** The same in some words, for a row whose name is beside them; nothing where the row itself has them. */
export function toDifferenceMark(difference: Difference, { a, b }: StepPair): string | undefined {
  if (difference === "moved") return "moved";
  if (difference === "tries") return `${formatTries(a)} → ${formatTries(b)}`;
  if (difference !== "outcome") return undefined;
  const [inA, inB] = [a?.span, b?.span].map((span) => span && ENDS[span.state]);
  if (inA === inB) return `${inB} in another way`;
  return b?.span?.state === "ok" ? `${inA} in A` : `${inB} in B`;
}

const ENDS: Record<RunSpan["state"], string> = {
  open: "goes on",
  lost: "has no end",
  ok: "went well",
  error: "failed",
  timeout: "timed out",
};

/** @example "only in A, where it failed: connect ECONNREFUSED" */
function toLoneSentence(side: "A" | "B", node: SpanNode | undefined): string {
  const error = node?.span?.error;
  return `only in ${side}${error === undefined ? "" : `, where it ${toEnd(node)}: ${error}`}`;
}

function toOutcomeSentence(a: SpanNode | undefined, b: SpanNode | undefined): string {
  const [inA, inB] = [`${toEnd(a)} in A`, `${toEnd(b)} in B`];
  const [wrongA, wrongB] = [a?.span?.error, b?.span?.error];
  if (wrongA === undefined) return `${inA}, ${inB}${wrongB === undefined ? "" : `: ${wrongB}`}`;
  return wrongB === undefined ? `${inB}, ${inA}: ${wrongA}` : `${inA}: ${wrongA} · ${inB}: ${wrongB}`;
}

/** @example "failed after 3 tries" */
function toEnd(node: SpanNode | undefined): string {
  const word = ENDS[node?.span?.state ?? "lost"];
  return node?.tries === undefined ? word : `${word} after ${formatCount(node.tries)} tries`;
}

function formatTries(node: SpanNode | undefined): string {
  return node?.tries === undefined ? "once" : `${formatCount(node.tries)} tries`;
}

function toToldWords(node: SpanNode | undefined): string {
  return (node?.span && toTold(node.span)) ?? "nothing";
}
