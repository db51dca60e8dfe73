import { hash } from "node:crypto";
import { CUT_MARK, cutText } from "@runline/contract";
import type { FoldedRun } from "../fold/fold-result.ts";
import { MAX_NAME_LENGTH } from "../otlp/span-limits.ts";
import type { ChangedRun } from "../records/commit.ts";
import type { RunDetails, RunKey } from "../records/run-record.ts";
import { toTraceKey, toUuidV5 } from "../uuid.ts";
import type { FoldRow } from "../sql/fold-columns.ts";
import { toStepList } from "../sql/step-list.ts";
import type { FoldChange } from "../sql/update-folds.ts";
import type { FoundRun } from "../sql/upsert-runs.ts";
import type { FoldedSet } from "./fold-set.ts";

/** What the spans of a fold make of its runs, to be written. */
export interface FoldOutcome {
  change: FoldChange;
  found: FoundRun[];
  gone: RunKey[];
  changed: ChangedRun[];
  /** Whether a span that came belongs to no run. */
  touchesNoRun: boolean;
}

/** Of which runs, by {@link toRunName}, spans came, and whether one came that is of none. */
export interface HeardRuns {
  names: ReadonlySet<string>;
  touchesNoRun: boolean;
}

/**
 * Why a fold is folded: spans came of some runs. `settled`: any may have come, so that all runs that go on were heard of. `rebuilt`: none
 * came, and all runs are written, whatever they are thought to be.
 */
export type FoldReason = HeardRuns | "settled" | "rebuilt";

/** Most parents that the row of a fold names: it is written with every batch. */
const MAX_MISSING_PARENTS = 20;

const NONE: HeardRuns = { names: new Set(), touchesNoRun: false };

/** Compares the runs that the spans of a fold make with those it had. The version stays: it is of the spans. */
export function foldRuns(
  fold: FoldRow,
  { runs, trace, missingParents, spans, logRecords }: FoldedSet,
  reason: FoldReason,
): FoldOutcome {
  const heard = typeof reason === "string" ? NONE : reason;
  const before = new Map(fold.runs.map((run) => [toRunName(run), run]));
  const now: RunKey[] = [];
  const found: FoundRun[] = [];
  const changed: ChangedRun[] = [];
  for (const folded of runs) {
    const { steps, ...rest } = folded;
    const { run, details } = split(rest);
    const stepList = toStepList(steps);
    const name = toRunName(run);
    const previous = before.get(name);
    before.delete(name);
    const digest = hash("md5", JSON.stringify(rest) + stepList, "base64");
    now.push({ agentId: run.agentId, runId: run.runId, status: run.status, digest });
    const isHeard = reason === "settled" ? run.status === "started" : heard.names.has(name);
    if (reason !== "rebuilt" && !isHeard && previous?.digest === digest) continue;
    // A run that was found anew in spans that were there was heard of with the last of them.
    const seenAt = isHeard || previous === undefined ? fold.lastSeenAt : undefined;
    found.push({ foldKey: fold.foldKey, run, details, steps: stepList, hasAllSteps: hasAllSteps(folded), seenAt });
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
      spans,
      logRecords,
      // In their order, each once: what marks have added stands behind.
      logKeys: [...new Set(fold.logKeys)].toSorted(),
      traceKeys: [...new Set(fold.traceKeys)].toSorted(),
      runs: now,
      missingParents: missingParents.length > MAX_MISSING_PARENTS ? null : missingParents,
      trace: now.length === 0 ? trace : undefined,
    },
    found,
    gone,
    changed,
    touchesNoRun: heard.touchesNoRun,
  };
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
  actions,
  responses,
  isBare,
  unpriced,
  ...details
}: Omit<FoldedRun, "steps">): { run: FoundRun["run"]; details: RunDetails } {
  const named = { runId, agentId, traceId, rootSpanId, roomId };
  const run = { ...named, status, startedAt, endedAt, heartbeat, actions, isBare, unpriced };
  const { error, ifSilent } = details;
  return {
    run: { ...run, responses: responses.map(toUuidV5) },
    details: {
      ...details,
      ...(error !== undefined && { error: cutError(error) }),
      ...(ifSilent?.error !== undefined && { ifSilent: { ...ifSilent, error: cutError(ifSilent.error) } }),
    },
  };
}

function hasAllSteps({ steps, counts }: FoldedRun): boolean {
  return steps.length === counts.actions + counts.modelCalls + counts.embeddings + counts.evaluators;
}

/** An error may be a book; lists have its beginning, the steps the whole of it. */
function cutError(error: string): string {
  return cutText(error, MAX_NAME_LENGTH, CUT_MARK);
}
