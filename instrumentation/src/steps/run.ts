import { SpanKind, isValidTraceId } from "@opentelemetry/api";
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
  OPERATION_RUN,
  readUuid,
} from "@runline/contract";
import { toAssistantMessages, toUserMessages } from "../content/create-content-format.ts";
import { findCause } from "../run-scope.ts";
import type { RunOwner } from "../run-scope.ts";
import { reportProblem } from "../safely.ts";
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
  /** Conversation or session. Any string: what is no UUID becomes one on arrival. */
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
export type RunHandle = StepHandle<RunResult>;

/** The input of a run with what it leaves out. */
interface OwnedRunInput extends RunInput {
  runId: string;
  owner: RunOwner;
}

const RUN: StepKind<OwnedRunInput, RunResult> = {
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
    const status = result.status ?? (error === undefined ? "completed" : "error");
    return {
      attributes: {
        [ATTR_RUN_STATUS]: status,
        [ATTR_RUN_OUTCOME]: result.outcome ?? status,
        [ATTR_GEN_AI_OUTPUT_MESSAGES]: content(ATTR_GEN_AI_OUTPUT_MESSAGES, result.output, toAssistantMessages),
      },
      error: status === "completed" ? undefined : (error ?? { name: status, message: `The run ended with ${status}` }),
    };
  },
};

export function startRun(kit: StepKit, input: RunInput): RunHandle {
  const owned: OwnedRunInput = {
    ...input,
    runId: toRunId(input.runId),
    agentName: input.agentName ?? kit.agent.agentName,
    owner: {
      agentId: input.agentId ?? kit.agent.agentId,
      roomId: readUuid(input.roomId),
      entityId: input.entityId,
      messageId: input.messageId,
    },
  };
  const cause = input.queuedBy ?? (input.parent === undefined ? findCause(kit.storage.active()) : undefined);
  return new SpanHandle(startStep(kit, RUN, owned, cause));
}

function toRunId(wanted: string | undefined): string {
  const given = readUuid(wanted);
  if (given !== undefined) return given;
  const runId = globalThis.crypto.randomUUID();
  if (wanted !== undefined) {
    reportProblem(`run id "${wanted}" is no UUID; the run is called ${runId}. Pass a UUID to keep your own id.`);
  }
  return runId;
}

/** The UUID without dashes, so that the run and its trace find each other without a lookup. */
function toTraceId(runId: string): string | undefined {
  const traceId = runId.replaceAll("-", "").toLowerCase();
  return isValidTraceId(traceId) ? traceId : undefined;
}
