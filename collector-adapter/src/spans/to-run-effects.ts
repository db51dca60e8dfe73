import { ATTR_ENTITY_NAME, ATTR_IMPORTED, ATTR_RUN_OUTCOME, ATTR_SOURCE, CUT_MARK, cutText } from "@runline/contract";
import type { RunEffect, RunEnd } from "../records/span-record.ts";
import { MAX_NAME_LENGTH } from "../otlp/span-limits.ts";
import type { ClassifiedSpan } from "./classified-span.ts";
import { getText } from "./get-text.ts";
import { getErrorMessage, getRunStatus, isFailed, isLocalRoot } from "./span-outcome.ts";

type Metadata = NonNullable<RunEffect["metadata"]>;

/** What the start row of a run or an action adds. */
export function toStartEffects(source: ClassifiedSpan): RunEffect[] {
  const { span, classification } = source;
  const isRun = classification.kind === "run";
  const effect = toCountedEffect(source, {
    lastAt: span.startedAt,
    events: 1,
    actions: classification.kind === "action" ? 1 : 0,
    metadata: isRun ? toRunMetadata(source) : toStepMetadata(source),
  });
  return effect ? [effect, ...toPlanLink(source)] : [];
}

/** What the end row of any span adds. */
export function toEndEffects(source: ClassifiedSpan): RunEffect[] {
  const { span, classification, identity } = source;
  const { kind } = classification;
  const endedAt = span.endedAt ?? span.startedAt;
  const end = toRunEnd(source, endedAt);
  if (kind === "plan" || kind === "composed_state" || kind === "context_provider") {
    const ended = end && toCountedEffect(source, { lastAt: endedAt, end });
    return [...(ended ? [ended] : []), ...toPlanLink(source)];
  }
  if (kind === "infrastructure") {
    // The root of a trace in which an agent's spans may come later or be already.
    if (!end || identity.agentId !== undefined || identity.rowRunId !== identity.traceKey) return [];
    return [toEffect(source, identity.serviceAgentId, identity.traceKey, { lastAt: endedAt, end })];
  }
  const effect = toCountedEffect(source, {
    lastAt: endedAt,
    end,
    events: 1,
    modelCalls: kind === "model_call" ? 1 : 0,
    evaluators: kind === "evaluator" ? 1 : 0,
    errors: kind !== "run" && isFailed(span) ? 1 : 0,
    metadata: kind === "run" ? { ...toRunMetadata(source), ...toEndMetadata(source) } : toStepMetadata(source),
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
function toRunEnd(source: ClassifiedSpan, endedAt: number): RunEnd | undefined {
  const { span, classification } = source;
  if (classification.kind === "run") return { status: getRunStatus(span), endedAt, rank: 2 };
  if (classification.convention === "runline" || !isLocalRoot(span)) return undefined;
  return { status: getRunStatus(span), endedAt, rank: 1 };
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
  const { span, classification, identity } = source;
  return withoutUndefined({
    ...toStepMetadata(source),
    agentName: classification.agentName,
    entityName: getText(span.attributes, ATTR_ENTITY_NAME),
    source: getText(span.attributes, ATTR_SOURCE),
    conversationId: identity.conversationId,
    traceId: span.traceId,
  });
}

/** Old logs may have no row of the run itself: its steps then say what is known of it. */
function toStepMetadata({ span, classification }: ClassifiedSpan): Metadata | undefined {
  if (span.attributes[ATTR_IMPORTED] !== true) return undefined;
  return withoutUndefined({ imported: true, agentName: classification.agentName });
}

/** A failed sub-agent of a run that goes well said an error before: the run's own end takes it back. */
function toEndMetadata({ span }: ClassifiedSpan): Metadata {
  const error = getErrorMessage(span);
  return {
    outcome: getText(span.attributes, ATTR_RUN_OUTCOME) ?? null,
    error: error === undefined ? null : cutText(error, MAX_NAME_LENGTH, CUT_MARK), // whole in the run's events
  };
}

function withoutUndefined(metadata: Record<string, string | boolean | undefined>): Metadata {
  return Object.fromEntries(
    Object.entries(metadata).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
