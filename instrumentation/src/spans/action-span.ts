import { SpanKind } from "@opentelemetry/api";
import {
  ATTR_ACTION_SUCCESS,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_TOOL_CALL_ARGUMENTS,
  ATTR_GEN_AI_TOOL_CALL_ID,
  ATTR_GEN_AI_TOOL_CALL_RESULT,
  ATTR_GEN_AI_TOOL_NAME,
  ATTR_PLAN_STEP,
  OPERATION_ACTION,
} from "@runline/contract";
import type { ContentFormat } from "../content/create-content-format.ts";
import type { ActionInput, ActionResult } from "../types.ts";
import type { StepEnd, StepSpec } from "./step-spec.ts";

export function toActionSpec(input: ActionInput, actionId: string, content: ContentFormat): StepSpec {
  return {
    name: `${OPERATION_ACTION} ${input.name}`,
    kind: SpanKind.INTERNAL,
    attributes: {
      [ATTR_GEN_AI_OPERATION_NAME]: OPERATION_ACTION,
      [ATTR_GEN_AI_TOOL_NAME]: input.name,
      [ATTR_GEN_AI_TOOL_CALL_ID]: actionId,
      [ATTR_PLAN_STEP]: input.planStep,
      [ATTR_GEN_AI_TOOL_CALL_ARGUMENTS]: content(ATTR_GEN_AI_TOOL_CALL_ARGUMENTS, input.arguments),
    },
  };
}

export function toActionEnd(result: ActionResult, error: unknown, content: ContentFormat): StepEnd {
  const isFailure = result.success === false;
  return {
    attributes: {
      [ATTR_ACTION_SUCCESS]: result.success,
      [ATTR_GEN_AI_TOOL_CALL_RESULT]: content(ATTR_GEN_AI_TOOL_CALL_RESULT, result.result),
    },
    error: error ?? (isFailure ? { name: "action_failed", message: "The action reported success: false" } : undefined),
  };
}
