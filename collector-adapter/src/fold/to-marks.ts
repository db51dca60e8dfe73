import type { FoldedRun, SpanMark } from "./fold-result.ts";
import { isCounted } from "./run-sums.ts";
import type { RunDraft, SpanNode, SpanTree } from "./span-node.ts";

/** What the tree says about each span, in the order in which the spans were given. */
export function toMarks({ nodes }: SpanTree, runs: ReadonlyMap<RunDraft, FoldedRun>): SpanMark[] {
  const callers = findCallers(runs.keys());
  const laterParts = new Set([...runs.keys()].flatMap(({ parts }) => parts.slice(1)));
  const marks = Array.from<SpanMark>({ length: nodes.length });
  for (const node of nodes) {
    const mark: SpanMark = { counted: isCounted(node) };
    const run = node.run && runs.get(node.run);
    if (run !== undefined) {
      mark.runId = run.runId;
      mark.agentId = run.agentId;
    }
    if (node.kind !== node.span.kind) mark.kind = node.kind;
    if (node.detailOf !== undefined) mark.detailOf = node.detailOf.span.spanId;
    if (node.mirrorOf !== undefined) {
      const { traceId, spanId } = node.mirrorOf.span;
      mark.mirrorOf = { traceId, spanId };
    }
    if (node.lastTry !== undefined) mark.lastTry = node.lastTry.span.spanId;
    if (node.filled !== undefined) mark.facts = node.filled;
    if (callers.has(node)) mark.isCaller = true;
    if (laterParts.has(node)) mark.isPart = true;
    if (node.span.isPause === true && node.span.endedAt !== undefined) mark.waitedUntil = node.span.endedAt;
    if (node.clockOffsetMs !== 0) mark.clockOffsetMs = Math.round(node.clockOffsetMs);
    marks[node.index] = mark;
  }
  return marks;
}

/** The spans above runs that nobody here asked for, unless they are of a run themselves. */
function findCallers(runs: Iterable<RunDraft>): Set<SpanNode> {
  const callers = new Set<SpanNode>();
  for (const run of runs) {
    for (const top of run.parts.length > 1 ? run.parts : [run.root ?? run.entry]) {
      // A part that went on below the first one has no caller but that one's.
      if (top.agentAround?.run === run) continue;
      for (let node = top.parent; node !== undefined && !callers.has(node); node = node.parent) {
        if (node.run === undefined || node.run === run) callers.add(node);
      }
    }
  }
  return callers;
}
