import { INVALID_TRACEID, SpanKind } from "@opentelemetry/api";
import type { SpanContext } from "@opentelemetry/api";
import {
  ATTR_ENTITY_NAME,
  ATTR_GEN_AI_AGENT_NAME,
  ATTR_GEN_AI_CONVERSATION_ID,
  ATTR_GEN_AI_INPUT_MESSAGES,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_OUTPUT_MESSAGES,
  ATTR_ROOM_NAME,
  ATTR_RUN_OUTCOME,
  ATTR_RUN_STATUS,
  ATTR_SOURCE,
  EVENT_AGENT_PAUSED,
  EVENT_AGENT_RESUMED,
  OPERATION_RUN,
  readUuid,
} from "@runline/contract";
import { now } from "../clock.ts";
import { toAssistantMessages, toUserMessages } from "../content/create-content-format.ts";
import { findCause } from "../run-scope.ts";
import type { RunOwner } from "../run-scope.ts";
import { reportProblem, safely } from "../safely.ts";
import { formatPauseToken, readPauseToken, toPauseAttributes, toPausedSpan, toResumeAttributes } from "./pause.ts";
import type { PausedRun, RunPause } from "./pause.ts";
import { identifyRun } from "./run-identity.ts";
import { SpanHandle } from "./span-handle.ts";
import { startStep } from "./start-step.ts";
import type { StepHandle, StepInput, StepKind, StepKit, StepResult } from "./step.ts";

/** Input of a run: one handling of one message. Ids are UUIDs. */
export interface RunInput extends StepInput {
  /** Default: a new random UUID. It is also the trace id where Runline owns the tracer provider and there is no parent. */
  runId?: string | undefined;
  /** Default: the tracer's. */
  agentId?: string | undefined;
  /** Default: the tracer's. */
  agentName?: string | undefined;
  /** Conversation or session. Any string: what is not a UUID becomes one on arrival. */
  roomId?: string | undefined;
  /** Name people know the room by. */
  roomName?: string | undefined;
  entityId?: string | undefined;
  entityName?: string | undefined;
  messageId?: string | undefined;
  /** Where the message came from. @example "discord" */
  source?: string | undefined;
  /** Content: the message. Kept only when content is captured. */
  input?: unknown;
  /**
   * For a run that a queue or timer started: the span that asked for it. The run is then a root of its own with a link.
   * Default: the active span where it is a queue's consumer or belongs to a run that has ended.
   */
  queuedBy?: SpanContext | undefined;
  /**
   * Token of {@link RunHandle.pause}: the paused run goes on, under its own id and for the agent, room, sender and message that it had,
   * be it in another process, another trace or days later. What else stands in the input counts for what comes now. Any other
   * value is ignored with a warning, and the run starts like every other one.
   */
  resume?: string | undefined;
}

/** End of a run. */
export interface RunResult extends StepResult {
  /** Default: `completed`, or `error` when there is an `error`. */
  status?: "completed" | "timeout" | "error" | undefined;
  /** Finer reason. Default: the status. */
  outcome?: string | undefined;
  /** Content: the answer. Kept only when content is captured. */
  output?: unknown;
}

/** Handle of a run. */
export interface RunHandle extends StepHandle<RunResult> {
  /**
   * Ends this part of the run without ending the run, which waits from now on: for a person who is to approve something, for the answer
   * of another system. Waiting is shown as such, and is not work. Only the first `pause`, `end` or `fail` of a handle counts.
   *
   * The names of the events and attributes follow the proposal for agents that pause and resume, open-telemetry/semantic-conventions-genai
   * pull request 445.
   *
   * @returns the token that {@link RunInput.resume} takes: at most 242 characters of ids, nothing secret
   * @example
   * const token = run.pause({ waitsFor: "approval by the shift lead" });
   * // later, wherever the answer arrives:
   * await tracer.withRun({ resume: token }, (resumed) => (isApproved ? refund() : resumed.end({ outcome: "refused" })));
   */
  pause(pause?: RunPause): string;
}

/** The input of a run with what it leaves out. */
interface OwnedRunInput extends RunInput {
  runId: string;
  owner: RunOwner;
}

/** The end of a run, or of a part of it. */
interface OwnedRunResult extends RunResult {
  isPaused?: boolean | undefined;
}

const RUN: StepKind<OwnedRunInput, OwnedRunResult> = {
  spanKind: SpanKind.INTERNAL,
  toName: ({ agentName }) => (agentName === undefined ? OPERATION_RUN : `${OPERATION_RUN} ${agentName}`),
  toAttributes: ({ agentName, roomId, roomName, entityName, source, input }, { content }) => ({
    [ATTR_GEN_AI_OPERATION_NAME]: OPERATION_RUN,
    [ATTR_GEN_AI_AGENT_NAME]: agentName,
    [ATTR_GEN_AI_CONVERSATION_ID]: roomId,
    [ATTR_ROOM_NAME]: roomName,
    [ATTR_ENTITY_NAME]: entityName,
    [ATTR_SOURCE]: source,
    [ATTR_GEN_AI_INPUT_MESSAGES]: content(ATTR_GEN_AI_INPUT_MESSAGES, input, toUserMessages),
  }),
  identify: (attributes, _around, { owner, runId }) => identifyRun(attributes, owner, runId),
  enter: (_around, span, { owner, runId }) => ({ runId, run: { isOpen: true }, owner, span }),
  leave({ run }) {
    run.isOpen = false;
  },
  toIds: ({ runId }) => ({ traceId: toTraceId(runId) }),
  toEnd(_input, result, error, { content }) {
    const output = {
      [ATTR_GEN_AI_OUTPUT_MESSAGES]: content(ATTR_GEN_AI_OUTPUT_MESSAGES, result.output, toAssistantMessages),
    };
    if (result.isPaused) return { attributes: output };
    const status = result.status ?? (error === undefined ? "completed" : "error");
    return {
      attributes: { [ATTR_RUN_STATUS]: status, [ATTR_RUN_OUTCOME]: result.outcome ?? status, ...output },
      error: status === "completed" ? undefined : (error ?? { name: status, message: `The run ended with ${status}` }),
    };
  },
};

class RunSpanHandle extends SpanHandle<OwnedRunInput, OwnedRunResult> implements RunHandle {
  pause(pause: RunPause = {}): string {
    const { spanContext, input } = this.step;
    const paused: PausedRun = { runId: input.runId, owner: input.owner, spanContext };
    const attributes = safely("reading why a run pauses", () => toPauseAttributes(paused, pause), {});
    const endedAt = now(); // the run waits from the moment on in which this part of it ends
    this.addEvent(EVENT_AGENT_PAUSED, attributes, endedAt);
    this.end({ isPaused: true, endedAt, output: safely("reading what was asked", () => pause.output, undefined) });
    return formatPauseToken(paused);
  }
}

export function startRun(kit: StepKit, input: RunInput): RunHandle {
  const paused = input.resume === undefined ? undefined : readPauseToken(input.resume);
  const before = toPausedSpan(paused);
  const owned: OwnedRunInput = {
    ...input,
    runId: paused?.runId ?? toRunId(input.runId),
    agentName: input.agentName ?? kit.agent.agentName,
    owner: {
      agentId: input.agentId ?? paused?.owner.agentId ?? kit.agent.agentId,
      roomId: readUuid(input.roomId) ?? paused?.owner.roomId,
      entityId: input.entityId ?? paused?.owner.entityId,
      messageId: input.messageId ?? paused?.owner.messageId,
    },
  };
  const cause = input.queuedBy ?? (input.parent === undefined ? findCause(kit.storage.active()) : undefined);
  const run = new RunSpanHandle(startStep(kit, RUN, owned, { cause, before }));
  if (before !== undefined) run.addEvent(EVENT_AGENT_RESUMED, toResumeAttributes(owned.runId, before));
  return run;
}

function toRunId(wanted: string | undefined): string {
  const given = readUuid(wanted);
  if (given !== undefined) return given;
  const runId = globalThis.crypto.randomUUID();
  if (wanted !== undefined) {
    reportProblem(`run id "${wanted}" is not a UUID; the run is called ${runId}. Pass a UUID to keep your own id.`);
  }
  return runId;
}

/** The UUID without dashes, so that the run and its trace find each other without a lookup. */
function toTraceId(runId: string): string | undefined {
  const traceId = runId.replaceAll("-", "");
  return traceId === INVALID_TRACEID ? undefined : traceId;
}
