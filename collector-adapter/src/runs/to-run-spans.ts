import {
  NO_MESSAGE,
  fromModelLogType,
  LOST_AFTER_MS,
  type RunSpan,
  type SpanKind,
  type SpanState,
  type SpanUsage,
} from "@runline/contract";
import { UNKNOWN_SERVICE } from "../fold/run-identity.ts";
import type { StoredSpan } from "../records/span-record.ts";
import { readContentText } from "../spans/content/to-content.ts";
import { toRowId } from "../spans/row-id.ts";
import type { OpenSpanRow, SpanRow } from "../sql/list-log-rows.ts";
import { toTraceKey } from "../uuid.ts";
import { toSpanKey } from "./read-fold.ts";
import type { Member } from "./select-members.ts";

/** What was read of the members: snapshots of the open spans, rows of the ended ones, and how long the open ones are silent. */
export interface SpanSources {
  open: readonly OpenSpanRow[];
  ended: readonly SpanRow[];
  silentMs: ReadonlyMap<string, number>;
}

type Sent = StoredSpan & Pick<RunSpan, "input" | "output">;

const NOTHING_SENT: Sent = { attributes: {}, events: [], links: [] };

/** The bars of the members, by start time, then id. */
export function toRunSpans(members: readonly Member[], { open, ended, silentMs }: SpanSources): RunSpan[] {
  const sent = new Map<string, Sent>();
  for (const row of open) sent.set(toSpanKey(row), row.body);
  // By their ids and after the open ones: should a snapshot have outlived its final span, the final one is shown.
  for (const row of ended) if (row.body.span) sent.set(row.id, { ...row.body.span, ...getContent(row) });
  return members
    .map((member) => {
      const key = toSpanKey(member.span);
      const known = sent.get(toRowId(member.span.traceId, member.span.spanId, "end")) ?? sent.get(key) ?? NOTHING_SENT;
      return toRunSpan(member, known, silentMs.get(key) ?? 0);
    })
    .toSorted((a, b) => a.startedAt - b.startedAt || (a.spanId < b.spanId ? -1 : 1));
}

function toRunSpan(member: Member, sent: Sent, silentMs: number): RunSpan {
  const { span, mark, isCaller, otherAgent, clockOffsetMs } = member;
  const { spanId, parentSpanId, traceId, runId, tracedRunId, name, startedAt, endedAt, attribution } = span;
  const kind = mark.kind ?? span.kind;
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
    state: getState(member, silentMs),
    startedAt,
    ...(endedAt !== undefined && { endedAt, durationMs: Math.round((endedAt - startedAt) * 1000) / 1000 }),
    ...(error !== undefined && { error }),
    ...(isCaller && { caller: true }),
    ...(attribution !== undefined && { attribution }),
    ...(mark.detailOf !== undefined && { detailOf: mark.detailOf }),
    ...(clockOffsetMs !== 0 && { clockOffsetMs }),
    ...(otherAgent && { otherAgent }),
    ...(usage && { usage }),
    serviceName: span.serviceName ?? UNKNOWN_SERVICE,
    ...sent,
  };
}

function getState({ span, mark }: Member, silentMs: number): SpanState {
  if (span.endedAt === undefined) return silentMs > LOST_AFTER_MS ? "lost" : "open";
  const status = span.runStatus ?? (mark.facts ?? span).status;
  return status === "error" || status === "timeout" ? status : "ok";
}

function getError(member: Member): string | undefined {
  const state = getState(member, 0);
  if (state !== "error" && state !== "timeout") return undefined;
  const { error, errorType } = member.mark.facts ?? member.span;
  return error ?? errorType ?? NO_MESSAGE;
}

/** A call that does not tell its model is called after the one that its details tell. */
function getLabel({ span, mark }: Member): string {
  const isUnnamed = span.model === undefined && span.responseModel === undefined;
  return (isUnnamed ? (mark.facts?.model ?? mark.facts?.responseModel) : undefined) ?? span.label;
}

/** Only of the call itself: its details tell the same once more. */
function getUsage({ span, mark }: Member, kind: SpanKind): SpanUsage | undefined {
  if (mark.detailOf !== undefined || (kind !== "model_call" && kind !== "embedding")) return undefined;
  const { tokens, cost } = mark.facts ?? span;
  const usage = {
    ...(tokens?.input !== undefined && { inputTokens: tokens.input }),
    ...(tokens?.output !== undefined && { outputTokens: tokens.output }),
    ...(tokens?.cachedInput !== undefined && { cachedInputTokens: tokens.cachedInput }),
    ...(tokens?.cacheWriteInput !== undefined && { cacheWriteInputTokens: tokens.cacheWriteInput }),
    ...(tokens?.reasoning !== undefined && { reasoningTokens: tokens.reasoning }),
    ...(cost !== undefined && { cost }),
  };
  return Object.keys(usage).length === 0 ? undefined : usage;
}

function getContent({ type, body }: SpanRow): Pick<RunSpan, "input" | "output"> {
  const [inputText, outputText] =
    type === "action"
      ? [body["options"], body["result"]]
      : fromModelLogType(type) === undefined
        ? [body["input"], body["output"]]
        : [body["prompt"], body["response"]];
  const form = type === "action" || type === "embedding_event" ? "value" : "messages";
  const input = readContentText(inputText, form, "user");
  const output = readContentText(outputText, form, "assistant");
  return { ...(input !== undefined && { input }), ...(output !== undefined && { output }) };
}
