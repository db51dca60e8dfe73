import { isSpanContextValid, TraceFlags } from "@opentelemetry/api";
import type { Attributes, SpanContext } from "@opentelemetry/api";
import {
  ATTR_GEN_AI_AGENT_EXECUTION_ID,
  ATTR_GEN_AI_AGENT_PAUSE_ID,
  ATTR_GEN_AI_AGENT_PAUSE_REASON,
  ATTR_GEN_AI_AGENT_RESUMED_FROM_ID,
  ATTR_GEN_AI_AGENT_RESUMED_FROM_TYPE,
  ATTR_PAUSE_WAITS_FOR,
  CUT_MARK,
  cutText,
  readUuid,
} from "@runline/contract";
import type { RunOwner } from "../run-scope.ts";
import { reportProblem } from "../safely.ts";

/** Why a run pauses. */
export interface RunPause {
  /** What is waited for, as one would say it after "waiting for": shown, and cut at 200 characters. @example "approval by the shift lead" */
  waitsFor?: string | undefined;
  /** Whether a person or another system is waited for, in the words of the GenAI conventions. Default: `human_input`. */
  reason?: "human_input" | "external_system" | undefined;
  /** Content: what was asked. Kept only when content is captured. */
  output?: unknown;
}

/** A paused run: which one it is, whose, and the span that the pause has ended. */
export interface PausedRun {
  readonly runId: string;
  readonly owner: RunOwner;
  readonly spanContext: SpanContext;
}

/** Characters of what a run waits for: a line. */
const MAX_WAITS_FOR = 200;
/** A version, the W3C trace context and five UUIDs, with the points between them: what is longer is not a token. */
const MAX_TOKEN = 2 + 55 + 5 * 37;
const VERSION = "1";
const TRACE_PARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/**
 * A text of at most 242 characters by which a run can be gone on with anywhere, and which may stand in a database, a URL or a queue. Ids
 * that are not UUIDs are left out.
 *
 * @example formatPauseToken(paused) // "1.00-0a4f…-b7ad6b7169203331-01.0a4f3c1e-….7a1d1e0c-…..."
 */
export function formatPauseToken({ runId, owner, spanContext }: PausedRun): string {
  const { traceId, spanId, traceFlags } = spanContext;
  const { agentId, roomId, entityId, messageId } = owner;
  const traceParent = `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, "0")}`;
  const ids = [agentId, roomId, entityId, messageId].map((id) => readUuid(id) ?? "");
  return [VERSION, traceParent, runId, ...ids].join(".");
}

/** Reads a token; `undefined` for anything else, with a warning that does not repeat the value: a secret may stand in its place. */
export function readPauseToken(token: unknown): PausedRun | undefined {
  const paused = typeof token === "string" && token.length <= MAX_TOKEN ? parseToken(token) : undefined;
  if (paused === undefined) {
    reportProblem("what a run was to be resumed by is not a token of `pause`; it is a run of its own.");
  }
  return paused;
}

function parseToken(token: string): PausedRun | undefined {
  const [version, traceParent = "", run, ...ids] = token.split(".");
  const [, traceId, spanId, flags = ""] = TRACE_PARENT.exec(traceParent) ?? [];
  const runId = readUuid(run);
  if (version !== VERSION || runId === undefined || traceId === undefined || spanId === undefined) return undefined;
  if (ids.length !== 4) return undefined;
  const [agentId, roomId, entityId, messageId] = ids.map(readUuid);
  const traceFlags = Number.parseInt(flags, 16) & TraceFlags.SAMPLED;
  return {
    runId,
    owner: { agentId, roomId, entityId, messageId },
    spanContext: { traceId, spanId, traceFlags, isRemote: true },
  };
}

/** The span that a resumed run goes on from; none when the paused part was not recorded. */
export function toPausedSpan(paused: PausedRun | undefined): SpanContext | undefined {
  return paused !== undefined && isSpanContextValid(paused.spanContext) ? paused.spanContext : undefined;
}

/** What the event of a pause says. The part of the run that ends with it has one pause, which is told from others by its span. */
export function toPauseAttributes({ runId, spanContext }: PausedRun, pause: RunPause): Attributes {
  const { waitsFor, reason = "human_input" } = pause;
  return {
    [ATTR_GEN_AI_AGENT_EXECUTION_ID]: runId,
    [ATTR_GEN_AI_AGENT_PAUSE_ID]: spanContext.spanId,
    [ATTR_GEN_AI_AGENT_PAUSE_REASON]: reason,
    ...(waitsFor !== undefined && { [ATTR_PAUSE_WAITS_FOR]: cutText(waitsFor, MAX_WAITS_FOR, CUT_MARK) }),
  };
}

/** What the event of the part that goes on after a pause says. */
export function toResumeAttributes(runId: string, { spanId }: SpanContext): Attributes {
  return {
    [ATTR_GEN_AI_AGENT_EXECUTION_ID]: runId,
    [ATTR_GEN_AI_AGENT_RESUMED_FROM_TYPE]: "pause",
    [ATTR_GEN_AI_AGENT_RESUMED_FROM_ID]: spanId,
  };
}
