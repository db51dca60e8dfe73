import { hash } from "node:crypto";
import { CUT_MARK, cutText } from "@runline/contract";
import { foldSpans } from "../fold/fold-spans.ts";
import type { FoldedRun, SpanMark } from "../fold/fold-result.ts";
import { MAX_NAME_LENGTH } from "../otlp/span-limits.ts";
import type { ChangedRun } from "../records/commit.ts";
import type { RunDetails, RunKey } from "../records/run-record.ts";
import { toTraceKey } from "../uuid.ts";
import type { FoldRow } from "../sql/fold-columns.ts";
import type { FoldChange } from "../sql/update-folds.ts";
import type { FoundRun } from "../sql/upsert-runs.ts";
import { findOrphans, type SpanSet } from "./span-set.ts";

/** What the spans of a fold make of its runs, to be written. */
export interface FoldOutcome {
  change: FoldChange;
  found: FoundRun[];
  gone: RunKey[];
  changed: ChangedRun[];
  /** Whether a span that came belongs to no run. */
  touchesNoRun: boolean;
}

/**
 * Why a fold is folded. `came`: of some spans, by `toSpanKey`, whose runs were thus heard of. `settled`: any may have come, so that all
 * runs that go on were heard of. `rebuilt`: none came, and all runs are written, whatever they are thought to be.
 */
export type FoldReason = { came: ReadonlySet<string> } | "settled" | "rebuilt";

/** Folds all spans of a fold, and compares its runs with those it had. The version stays: it is of the spans. */
export function foldRuns(fold: FoldRow, set: SpanSet, reason: FoldReason): FoldOutcome {
  const { runs, marks, trace } = foldSpans([...set.spans.values()].map(({ facts }) => facts));
  const { heard, touchesNoRun } = findHeard([...set.spans.keys()], marks, reason);
  const before = new Map(fold.runs.map((run) => [toRunName(run), run]));
  const now: RunKey[] = [];
  const found: FoundRun[] = [];
  const changed: ChangedRun[] = [];
  for (const folded of runs) {
    const { run, details } = split(folded);
    const name = toRunName(run);
    const previous = before.get(name);
    before.delete(name);
    const digest = hash("md5", JSON.stringify(folded), "base64");
    now.push({ agentId: run.agentId, runId: run.runId, status: run.status, digest });
    const isHeard = reason === "settled" ? run.status === "started" : heard.has(name);
    if (reason !== "rebuilt" && !isHeard && previous?.digest === digest) continue;
    // A run that was found anew in spans that were there was heard of with the last of them.
    const seenAt = isHeard || previous === undefined ? fold.lastSeenAt : undefined;
    found.push({ foldKey: fold.foldKey, run, details, seenAt });
    if (isHeard || previous?.digest !== digest) {
      changed.push({ ...toChange(run), traceKey: toTraceKey(run.traceId), prevStatus: previous?.status ?? null });
    }
  }
  const gone = [...before.values()];
  for (const run of gone) {
    changed.push({ ...toChange(run), traceKey: fold.traceKeys[0] ?? fold.foldKey, prevStatus: run.status });
  }
  return {
    change: {
      ...fold,
      dirty: false,
      spans: set.spans.size + set.omitted,
      // In their order, each once: what marks have added stands behind.
      logKeys: [...new Set(fold.logKeys)].toSorted(),
      traceKeys: [...new Set(fold.traceKeys)].toSorted(),
      runs: now,
      hasOrphans: findOrphans(set).length > 0,
      trace: now.length === 0 ? trace : undefined,
    },
    found,
    gone,
    changed,
    touchesNoRun,
  };
}

/** The runs that spans came of, and whether one came that is of none. */
function findHeard(keys: readonly string[], marks: readonly SpanMark[], reason: FoldReason) {
  const heard = new Set<string>();
  let touchesNoRun = false;
  if (typeof reason === "string") return { heard, touchesNoRun };
  for (const [index, key] of keys.entries()) {
    if (!reason.came.has(key)) continue;
    const mark = marks[index];
    if (mark?.runId === undefined || mark.agentId === undefined) touchesNoRun = true;
    else heard.add(toRunName({ agentId: mark.agentId, runId: mark.runId }));
  }
  return { heard, touchesNoRun };
}

/** Names a run among those of all agents. */
export function toRunName({ agentId, runId }: Pick<RunKey, "agentId" | "runId">): string {
  return `${agentId}/${runId}`;
}

function toChange({ agentId, runId, status }: Pick<RunKey, "agentId" | "runId" | "status">) {
  return { agentId, runId, status };
}

/** What is found by the columns of a row, and what beside. */
function split({
  runId,
  agentId,
  traceId,
  rootSpanId,
  roomId,
  status,
  startedAt,
  endedAt,
  heartbeat,
  ...details
}: FoldedRun): { run: FoundRun["run"]; details: RunDetails } {
  const run = { runId, agentId, traceId, rootSpanId, roomId, status, startedAt, endedAt, heartbeat };
  const { error, ifSilent } = details;
  return {
    run,
    details: {
      ...details,
      ...(error !== undefined && { error: cutError(error) }),
      ...(ifSilent?.error !== undefined && { ifSilent: { ...ifSilent, error: cutError(ifSilent.error) } }),
    },
  };
}

/** An error may be a book; lists have its beginning, the steps the whole of it. */
function cutError(error: string): string {
  return cutText(error, MAX_NAME_LENGTH, CUT_MARK);
}
