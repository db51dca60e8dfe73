import { factsOf } from "./fill-calls.ts";
import type { FoldedRun, FoldedSilence } from "./fold-result.ts";
import { isBare } from "./hang-mirrors.ts";
import { findFailingPath, type FailingPath } from "./failing-path.ts";
import { toCause, toErrorText } from "./run-cause.ts";
import { toIdentity, toStart, UNKNOWN_SERVICE } from "./run-identity.ts";
import { toObservations } from "./run-observations.ts";
import { findLastPart, toFailure, toOutcome, type RunOutcome } from "./run-outcome.ts";
import { toSketch } from "./run-sketch.ts";
import { toSteps } from "./run-steps.ts";
import { isCounted, toActionName, toCounts, toUsage } from "./run-sums.ts";
import { toTime } from "./run-time.ts";
import { toWords } from "./run-words.ts";
import type { RunDraft, SpanNode } from "./span-node.ts";
import { byStart } from "./span-tree.ts";

/** Names that a run keeps, of each list the first: a runaway loop must not make its row grow. */
const MAX_LISTED = 20;
/** Actions that a run is found by. */
const MAX_ACTIONS = 100;
/** Responses by which what a gateway tells of is found. */
const MAX_RESPONSES = 500;

/** Everything that a list line and a header show of a run. */
export function toFoldedRun(run: RunDraft, runId: string, insideRunId: string | undefined): FoldedRun {
  const { root, members, entry } = run;
  const outcome = toOutcome(run);
  const failing = outcome.failed && findFailingPath(outcome.failed);
  const hasEnded = outcome.endedAt !== undefined;
  const startedAt = toStart(run);
  const lastAt = members.reduce((last, { span }) => Math.max(last, span.endedAt ?? span.startedAt), startedAt);
  const time = toTime(run, startedAt, outcome.endedAt ?? lastAt);
  const observations = toObservations(run, (outcome.endedAt ?? lastAt) - startedAt - (time.waitMs ?? 0));
  const waiting = toWait(run);
  const ended = findLastPart(run)?.span;
  const steps = toSteps(run);
  const responses = toDistinct(
    members,
    (node) => (isCounted(node) ? factsOf(node).responseId : undefined),
    MAX_RESPONSES,
  );
  const ifSilent = failing && waiting === undefined ? toSilence(run, outcome, failing) : undefined;
  return {
    runId,
    ...toIdentity(run),
    traceId: entry.span.traceId,
    ...(root !== undefined && { rootSpanId: root.span.spanId }),
    ...(insideRunId !== undefined && { insideRunId }),
    status: outcome.status,
    startedAt,
    ...(hasEnded && { endedAt: outcome.endedAt }),
    lastAt,
    ...(hasEnded && failing && { error: toErrorText(failing) }),
    ...(ended?.outcome !== undefined && { outcome: ended.outcome }),
    ...(waiting && { waiting }),
    ...(ifSilent && { ifSilent }),
    ...(failing && (hasEnded || ifSilent) && { cause: toCause(failing, run) }),
    counts: toCounts(run, outcome),
    ...toUsage(run),
    actions: toDistinct(members, toActionName, MAX_ACTIONS),
    responses,
    isBare: responses.length > 0 && run.named === undefined && isBare(members),
    steps,
    sketch: toSketch(run, steps, startedAt, outcome.endedAt ?? lastAt),
    time,
    ...(observations.length > 0 && { observations }),
    ...toWords(run),
    agents: toDistinct(members, ({ isAgent, span }) => (isAgent ? span.agentName : undefined)),
    services: toDistinct(members, ({ span }) => span.serviceName ?? UNKNOWN_SERVICE),
    imported: members.some(({ span }) => span.imported === true),
    heartbeat: members.some(({ span }) => span.heartbeat === true),
  };
}

/** Since when and for what the run waits. */
function toWait({ waitsIn }: RunDraft): FoldedRun["waiting"] {
  return waitsIn && { since: waitsIn.span.startedAt, for: waitsIn.span.waitsFor ?? waitsIn.span.label };
}

/** A run whose whole never came and whose last step failed ended with that step, if nothing follows. */
function toSilence({ root }: RunDraft, outcome: RunOutcome, failing: FailingPath): FoldedSilence | undefined {
  const [failed] = failing.steps;
  const status = failed && toFailure(failed);
  if (outcome.endedAt !== undefined || status === undefined || failed?.span.endedAt === undefined) return undefined;
  if (root !== undefined && root.span.endedAt === undefined) return undefined;
  return { status, endedAt: failed.span.endedAt, error: toErrorText(failing) };
}

/** Each name once, in the order of the first span that has it. */
function toDistinct(
  members: readonly SpanNode[],
  read: (node: SpanNode) => string | undefined,
  limit = MAX_LISTED,
): string[] {
  const firsts = new Map<string, SpanNode>();
  for (const node of members) {
    const name = read(node);
    if (name === undefined) continue;
    const first = firsts.get(name);
    if (first === undefined || byStart(node, first) < 0) firsts.set(name, node);
  }
  const sorted = [...firsts].sort(([, a], [, b]) => byStart(a, b));
  return sorted.slice(0, limit).map(([name]) => name);
}
