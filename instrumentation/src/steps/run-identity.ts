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
import type { AgentIdentity } from "./step-kit.ts";

// These write into the attributes of the new span instead of making some to merge: every step passes here.

/** Marks a span of a run. */
export function addOwnerIdentity(attributes: Attributes, owner: RunOwner, runId: string): void {
  attributes[ATTR_RUN_ID] = runId;
  attributes[ATTR_AGENT_ID] = owner.agentId;
  attributes[ATTR_ROOM_ID] = owner.roomId;
  attributes[ATTR_ENTITY_ID] = owner.entityId;
  attributes[ATTR_MESSAGE_ID] = owner.messageId;
}

/** Marks a plan or action: the run of the plan, and the run of the message as its parent. */
export function addPlanIdentity(attributes: Attributes, scope: RunScope, planRunId: string | undefined): void {
  addOwnerIdentity(attributes, scope.owner, planRunId ?? scope.runId);
  if (planRunId !== undefined) attributes[ATTR_PARENT_RUN_ID] = scope.runId;
}

/** Marks a context provider, of which a run has dozens: what more there is to know stands on the composed state and the run around. */
export function addShortIdentity(attributes: Attributes, { owner, runId }: RunScope): void {
  attributes[ATTR_RUN_ID] = runId;
  attributes[ATTR_AGENT_ID] = owner.agentId;
}

/** Marks any other step: the run of the message, and the action it was made in. */
export function addRunIdentity(attributes: Attributes, scope: RunScope): void {
  addOwnerIdentity(attributes, scope.owner, scope.runId);
  if (scope.action === undefined) return;
  attributes[ATTR_ACTION_ID] = scope.action.actionId;
  attributes[ATTR_ACTION_NAME] = scope.action.actionName;
}

/** Marks a span outside any run: it has no run id, and says why. */
export function addBackgroundIdentity(attributes: Attributes, agent: AgentIdentity, phase = "background"): void {
  attributes[ATTR_AGENT_ID] = agent.agentId;
  attributes[ATTR_RUN_PHASE] = phase;
}
