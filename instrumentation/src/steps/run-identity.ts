import type { Attributes } from "@opentelemetry/api";
import {
  ATTR_ACTION_ID,
  ATTR_ACTION_NAME,
  ATTR_AGENT_ID,
  ATTR_ENTITY_ID,
  ATTR_MESSAGE_ID,
  ATTR_PARENT_RUN_ID,
  ATTR_ROOM_ID,
  ATTR_RUN_ID,
  ATTR_RUN_PHASE,
} from "@runline/contract";
import type { RunOwner, RunScope } from "../run-scope.ts";
import type { StepInput, StepKit } from "./step.ts";

// These write into the attributes of the new span instead of making some to merge: every step passes here.

/** What the input of a step that may be outside any run adds to any other's. */
export interface RunStepInput extends StepInput {
  /** Outside any run: whether the agent is still being set up. Default: `background`. */
  phase?: "system_init" | "background" | undefined;
}

/** Marks a run. */
export function identifyRun(attributes: Attributes, owner: RunOwner, runId: string): string {
  attributes[ATTR_RUN_ID] = runId;
  attributes[ATTR_AGENT_ID] = owner.agentId;
  attributes[ATTR_ROOM_ID] = owner.roomId;
  attributes[ATTR_ENTITY_ID] = owner.entityId;
  attributes[ATTR_MESSAGE_ID] = owner.messageId;
  return runId;
}

/** Marks a plan or action: the run of the plan, if there is one, and the run of the message as its parent. */
export function identifyPlanStep(
  attributes: Attributes,
  scope: RunScope | undefined,
  planRunId: string | undefined,
  kit: StepKit,
): string | undefined {
  if (scope === undefined) return identifyBackground(attributes, kit);
  if (planRunId !== undefined) attributes[ATTR_PARENT_RUN_ID] = scope.runId;
  return identifyRun(attributes, scope.owner, planRunId ?? scope.runId);
}

/** Marks any other step: the run of the message, and the action it was made in. */
export function identifyRunStep(
  attributes: Attributes,
  scope: RunScope | undefined,
  { phase }: RunStepInput,
  kit: StepKit,
): string | undefined {
  if (scope === undefined) return identifyBackground(attributes, kit, phase);
  if (scope.action !== undefined) {
    attributes[ATTR_ACTION_ID] = scope.action.actionId;
    attributes[ATTR_ACTION_NAME] = scope.action.actionName;
  }
  return identifyRun(attributes, scope.owner, scope.runId);
}

/** Marks a span outside any run: it has no run id, and says why. */
export function identifyBackground(attributes: Attributes, { agent }: StepKit, phase = "background"): undefined {
  attributes[ATTR_AGENT_ID] = agent.agentId;
  attributes[ATTR_RUN_PHASE] = phase;
}
