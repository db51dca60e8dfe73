import {
  CUT_MARK,
  cutText,
  NO_MESSAGE,
  LOST_AFTER_MS,
  SILENT_AFTER_MS,
  type RunSpan,
  type SpanKind,
  type SpanState,
  type SpanUsage,
} from "@runline/contract";
import { toFailureLine } from "../fold/failure-line.ts";
import { toCost } from "../fold/fill-calls.ts";
import { UNKNOWN_SERVICE } from "../fold/run-identity.ts";
import { toTraceKey } from "../uuid.ts";
import { toLogRecordMoments } from "./log-record-moments.ts";
import type { Member } from "./select-members.ts";

/** Characters of an error that a bar shows; the whole of it is among the details of the span. */
const MAX_ERROR = 200;

/**
 * The bar of a member.
 *
 * @param silentMs - of an open span: how long it has not been heard of
 */
export function toRunSpan(member: Member, silentMs = 0): RunSpan {
  const { span, mark, isCaller, otherAgent, clockOffsetMs } = member;
  const { spanId, traceId, runId, tracedRunId, name, startedAt, attribution } = span;
  const endedAt = toEndedAt(member);
  const kind = mark.kind ?? span.kind;
  const parentSpanId = mark.mirrorOf?.spanId ?? span.parentSpanId;
  const error = getError(member);
  const usage = getUsage(member, kind);
  return {
    spanId,
    ...(parentSpanId !== undefined && { parentSpanId }),
    traceId,
    runId: runId ?? tracedRunId ?? toTraceKey(traceId),
    kind,
    name,
    label: getLabel(member),
    ...toDistinction(member),
    state: getState(member, silentMs),
    startedAt,
    ...(endedAt !== undefined && { endedAt, durationMs: Math.round((endedAt - startedAt) * 1000) / 1000 }),
    ...(error !== undefined && { error }),
    ...(span.isWait && { wait: true }),
    ...(isCaller && { caller: true }),
    ...(attribution !== undefined && { attribution }),
    ...(mark.detailOf !== undefined && { detailOf: mark.detailOf }),
    ...(mark.lastTry !== undefined && { lastTry: mark.lastTry }),
    ...(clockOffsetMs !== 0 && { clockOffsetMs }),
    ...(otherAgent && { otherAgent }),
    ...(usage && { usage }),
    serviceName: span.serviceName ?? UNKNOWN_SERVICE,
    ...((span.hasContent || span.logRecords?.some(({ isContent }) => isContent)) && { hasContent: true }),
    ...toLogRecordMoments(span.logRecords),
  };
}

/** Until when its run waited in a pause, the fold has found out. */
function toEndedAt({ span, mark }: Member): number | undefined {
  return span.endedAt ?? mark.waitedUntil;
}

function getState(member: Member, silentMs: number): SpanState {
  const { span, mark } = member;
  if (toEndedAt(member) === undefined) {
    return silentMs > (span.heartbeat ? LOST_AFTER_MS : SILENT_AFTER_MS) ? "lost" : "open";
  }
  const status = span.runStatus ?? (mark.facts ?? span).status;
  return status === "error" || status === "timeout" ? status : "ok";
}

function getError(member: Member): string | undefined {
  const state = getState(member, 0);
  if (state !== "error" && state !== "timeout") return undefined;
  const { error, errorType } = member.mark.facts ?? member.span;
  return cutText(toFailureLine(error ?? errorType ?? NO_MESSAGE), MAX_ERROR, CUT_MARK);
}

/** A call that does not tell its model is called after the one that its details tell. */
function getLabel({ span, mark }: Member): string {
  const isUnnamed = span.model === undefined && span.responseModel === undefined;
  return (isUnnamed ? (mark.facts?.model ?? mark.facts?.responseModel) : undefined) ?? span.label;
}

/** What tells the span from others of its label, unless the label says it. */
function toDistinction(member: Member): Pick<RunSpan, "detail" | "attempt"> {
  const { detail, attempt } = member.span;
  return {
    ...(detail !== undefined && detail !== getLabel(member) && { detail }),
    ...(attempt !== undefined && attempt > 1 && { attempt }),
  };
}

/** Only of the call itself: its details tell the same once more. */
function getUsage({ span, mark }: Member, kind: SpanKind): SpanUsage | undefined {
  if (mark.detailOf !== undefined || (kind !== "model_call" && kind !== "embedding")) return undefined;
  const facts = mark.facts ?? span;
  const { tokens } = facts;
  const { usd, estimated } = toCost(facts);
  const usage = {
    ...(tokens?.input !== undefined && { inputTokens: tokens.input }),
    ...(tokens?.output !== undefined && { outputTokens: tokens.output }),
    ...(tokens?.cachedInput !== undefined && { cachedInputTokens: tokens.cachedInput }),
    ...(tokens?.cacheWriteInput !== undefined && { cacheWriteInputTokens: tokens.cacheWriteInput }),
    ...(tokens?.reasoning !== undefined && { reasoningTokens: tokens.reasoning }),
    ...(tokens?.audioInput !== undefined && { audioInputTokens: tokens.audioInput }),
    ...(tokens?.audioOutput !== undefined && { audioOutputTokens: tokens.audioOutput }),
    ...(tokens?.unsplit !== undefined && { unsplitTokens: tokens.unsplit }),
    ...(usd !== undefined && { cost: usd }),
    ...(estimated && { costIsEstimated: true }),
  };
  return Object.keys(usage).length === 0 ? undefined : usage;
}
