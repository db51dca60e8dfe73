import { assignRuns } from "./assign-runs.ts";
import { findClockOffsets } from "./clock-offsets.ts";
import { endWaits } from "./end-waits.ts";
import { fillCalls } from "./fill-calls.ts";
import { findDetails } from "./find-details.ts";
import type { FoldResult } from "./fold-result.ts";
import type { FoldSpan } from "./fold-span.ts";
import { findTries } from "./find-tries.ts";
import { markAgents } from "./mark-agents.ts";
import { toRunIds } from "./run-identity.ts";
import { buildTree } from "./span-tree.ts";
import { toFoldedRun } from "./to-folded-run.ts";
import { toMarks } from "./to-marks.ts";
import { toTrace } from "./to-trace.ts";

/**
 * Computes the runs of all known spans of a trace, and what each span is in them. Pure: the same spans, each once and in its
 * latest version, give the same runs in whatever order they stand. A span that has not ended is a full member.
 *
 * @example foldSpans([agent, chat, tool]).runs // [{ name: "weather-agent", status: "completed", counts: { modelCalls: 1, … }, … }]
 */
export function foldSpans(spans: readonly FoldSpan[]): FoldResult {
  const tree = buildTree(spans);
  markAgents(tree);
  const drafts = assignRuns(tree);
  endWaits(tree);
  findDetails(tree);
  fillCalls(tree.nodes);
  findClockOffsets(tree);
  findTries(tree);
  const ids = toRunIds(drafts);
  const runs = new Map(
    [...ids].map(([run, runId]) => [run, toFoldedRun(run, runId, run.inside && ids.get(run.inside))]),
  );
  const missingParents = new Set(tree.nodes.flatMap(({ missingParent }) => missingParent ?? []));
  return {
    runs: [...runs.values()],
    marks: toMarks(tree, runs),
    trace: toTrace(tree),
    missingParents: [...missingParents],
  };
}
