import { CUT_MARK, cutText } from "@runline/contract";
import type { RunEffect, RunEnd } from "../records/span-record.ts";
import { MAX_NAME_LENGTH } from "../otlp/span-limits.ts";
import type { ClassifiedSpan } from "./classified-span.ts";
import { KINDS } from "./kinds/kinds.ts";
import { getErrorText, getRunStatus, isFailed, isLocalRoot } from "./span-outcome.ts";

type Metadata = NonNullable<RunEffect["metadata"]>;

/** What the start row of a run or an action adds. */
export function toStartEffects(source: ClassifiedSpan): RunEffect[] {
  const { span, kind } = source;
  const effect = toCountedEffect(source, {
    lastAt: span.startedAt,
    events: 1,
    actions: KINDS[kind].counts?.actions ?? 0,
    metadata: kind === "run" ? toRunMetadata(source) : toStepMetadata(source),
  });
  return effect ? [effect, ...toPlanLink(source)] : [];
}

/** What the end row of any span adds. */
export function toEndEffects(source: ClassifiedSpan): RunEffect[] {
  const { span, kind, facts, identity } = source;
  const { counts } = KINDS[kind];
  const endedAt = span.endedAt ?? span.startedAt;
  const end = toRunEnd(source, endedAt);
  if (kind === "infrastructure") {
    // The root of a trace in which an agent's spans may come later or be already.
    if (!end || identity.agentId !== undefined || identity.rowRunId !== identity.traceKey) return [];
    const metadata = toErrorMetadata(source, end);
    return [toEffect(source, identity.serviceAgentId, identity.traceKey, { lastAt: endedAt, end, metadata })];
  }
  if (!counts) {
    const ended = end && toCountedEffect(source, { lastAt: endedAt, end, metadata: toErrorMetadata(source, end) });
    return [...(ended ? [ended] : []), ...toPlanLink(source)];
  }
  const effect = toCountedEffect(source, {
    lastAt: endedAt,
    end,
    events: 1,
    modelCalls: counts.modelCalls ?? 0,
    evaluators: counts.evaluators ?? 0,
    errors: isFailed(facts) ? (counts.errors ?? 0) : 0,
    metadata:
      kind === "run"
        ? { ...toRunMetadata(source), ...toEndMetadata(source) }
        : { ...toStepMetadata(source), ...toErrorMetadata(source, end) },
  });
  return effect ? [effect, ...toPlanLink(source)] : [];
}

/** That a run is still heard of. */
export function toHeartbeat(source: ClassifiedSpan): RunEffect[] {
  const effect = toCountedEffect(source, { lastAt: source.span.startedAt, heartbeat: true });
  return effect ? [effect] : [];
}

/** Makes a plan findable from the run of its message. */
function toPlanLink(source: ClassifiedSpan): RunEffect[] {
  const { span, identity } = source;
  if (identity.parentRunId === undefined || identity.agentId === undefined) return [];
  return [
    toEffect(source, identity.agentId, identity.rowRunId, {
      parentRunId: identity.parentRunId,
      lastAt: span.endedAt ?? span.startedAt,
    }),
  ];
}

/** Who may say that a run has ended: the run itself, or the root of its trace when the agent names no run. */
function toRunEnd({ span, kind, facts }: ClassifiedSpan, endedAt: number): RunEnd | undefined {
  if (kind === "run") return { status: getRunStatus(facts), endedAt, rank: 2 };
  if (facts.convention === "runline" || !isLocalRoot(span)) return undefined;
  return { status: getRunStatus(facts), endedAt, rank: 1 };
}

function toCountedEffect(source: ClassifiedSpan, added: Partial<RunEffect>): RunEffect | undefined {
  const { identity } = source;
  if (identity.countedRunId === undefined || identity.agentId === undefined) return undefined;
  return toEffect(source, identity.agentId, identity.countedRunId, added);
}

function toEffect(source: ClassifiedSpan, agentId: string, runId: string, added: Partial<RunEffect>): RunEffect {
  const { span, identity } = source;
  return {
    agentId,
    runId,
    traceId: identity.traceKey,
    roomId: identity.roomId,
    entityId: identity.entityId,
    messageId: identity.messageId,
    startedAt: span.startedAt,
    lastAt: span.startedAt,
    events: 0,
    actions: 0,
    modelCalls: 0,
    errors: 0,
    evaluators: 0,
    ...added,
  };
}

function toRunMetadata(source: ClassifiedSpan): Metadata {
  const { span, facts } = source;
  return withoutUndefined({
    ...toStepMetadata(source),
    agentName: facts.agentName,
    entityName: facts.entityName,
    source: facts.source,
    traceId: span.traceId,
  });
}

/**
 * Old logs may have no row of the run itself: its steps then say what is known of it. A session that only a step names is the
 * run's.
 */
function toStepMetadata({ facts, identity }: ClassifiedSpan): Metadata | undefined {
  const { conversationId } = identity;
  if (!facts.imported && conversationId === undefined) return undefined;
  const imported = facts.imported && { imported: true, agentName: facts.agentName };
  return withoutUndefined({ ...imported, conversationId });
}

/** Whoever ends a run that has no span of its own says also why it failed. */
function toErrorMetadata({ facts }: ClassifiedSpan, end: RunEnd | undefined): Metadata | undefined {
  const error = end && (facts.error ?? facts.errorType);
  return error === undefined ? undefined : { error: cutText(error, MAX_NAME_LENGTH, CUT_MARK) };
}

/** A failed sub-agent of a run that goes well said an error before: the run's own end takes it back. */
function toEndMetadata({ facts }: ClassifiedSpan): Metadata {
  const error = getErrorText(facts);
  return {
    outcome: facts.outcome ?? null,
    error: error === undefined ? null : cutText(error, MAX_NAME_LENGTH, CUT_MARK), // whole in the run's events
  };
}

function withoutUndefined(metadata: Record<string, string | boolean | undefined>): Metadata {
  return Object.fromEntries(
    Object.entries(metadata).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
