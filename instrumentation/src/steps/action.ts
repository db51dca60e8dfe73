import { INVALID_SPANID, SpanKind } from "@opentelemetry/api";
import {
  ATTR_ACTION_SUCCESS,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_TOOL_CALL_ARGUMENTS,
  ATTR_GEN_AI_TOOL_CALL_ID,
  ATTR_GEN_AI_TOOL_CALL_RESULT,
  ATTR_GEN_AI_TOOL_NAME,
  ATTR_PLAN_STEP,
  OPERATION_ACTION,
  readUuid,
} from "@runline/contract";
import { identifyPlanStep } from "./run-identity.ts";
import { SpanHandle } from "./span-handle.ts";
import { startStep } from "./start-step.ts";
import type { StepHandle, StepInput, StepKind, StepKit, StepResult } from "./step.ts";

/** Input of an action: one step the agent performs, such as a tool call. */
export interface ActionInput extends StepInput {
  /** @example "GET_WEATHER" */
  name: string;
  /** Default: a new random UUID. */
  actionId?: string | undefined;
  /** Place in the plan, `i/n`. @example "2/3" */
  planStep?: string | undefined;
  /** Content: kept only when content is captured. */
  arguments?: unknown;
}

/** End of an action. */
export interface ActionResult extends StepResult {
  /** What the action itself reports. `false` makes the action an error; the run goes on. */
  success?: boolean | undefined;
  /** Content: kept only when content is captured. */
  result?: unknown;
}

/** Handle of an action. */
export interface ActionHandle extends StepHandle<ActionResult> {
  readonly actionId: string;
}

type NamedActionInput = ActionInput & { actionId: string };

const ACTION: StepKind<NamedActionInput, ActionResult> = {
  spanKind: SpanKind.INTERNAL,
  toName: ({ name }) => `${OPERATION_ACTION} ${name}`,
  toAttributes: ({ name, actionId, planStep, arguments: given }, { content }) => ({
    [ATTR_GEN_AI_OPERATION_NAME]: OPERATION_ACTION,
    [ATTR_GEN_AI_TOOL_NAME]: name,
    [ATTR_GEN_AI_TOOL_CALL_ID]: actionId,
    [ATTR_PLAN_STEP]: planStep,
    [ATTR_GEN_AI_TOOL_CALL_ARGUMENTS]: content(ATTR_GEN_AI_TOOL_CALL_ARGUMENTS, given),
  }),
  identify: (attributes, around, _input, kit) => identifyPlanStep(attributes, around, around?.planRunId, kit),
  enter: (around, span, { name, actionId }) => around && { ...around, action: { actionId, actionName: name }, span },
  toIds: ({ actionId }) => ({ spanId: toSpanId(actionId) }),
  toEnd: (_input, { success, result }, error, { content }) => ({
    attributes: {
      [ATTR_ACTION_SUCCESS]: success,
      [ATTR_GEN_AI_TOOL_CALL_RESULT]: content(ATTR_GEN_AI_TOOL_CALL_RESULT, result),
    },
    error: error ?? (success === false ? FAILURE : undefined),
  }),
};

const FAILURE = { name: "action_failed", message: "The action reported success: false" };

class ActionSpanHandle extends SpanHandle<NamedActionInput, ActionResult> implements ActionHandle {
  get actionId(): string {
    return this.step.input.actionId;
  }
}

export function startAction(kit: StepKit, input: ActionInput): ActionHandle {
  const actionId = input.actionId ?? globalThis.crypto.randomUUID();
  return new ActionSpanHandle(startStep(kit, ACTION, { ...input, actionId }));
}

/** The first 8 bytes of the UUID. */
function toSpanId(actionId: string): string | undefined {
  const uuid = readUuid(actionId);
  if (uuid === undefined) return undefined;
  const spanId = uuid.slice(0, 8) + uuid.slice(9, 13) + uuid.slice(14, 18);
  return spanId === INVALID_SPANID ? undefined : spanId;
}
