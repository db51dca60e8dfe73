import type { Attributes } from "@opentelemetry/api";
import {
  ATTR_ACTION_ID,
  ATTR_ACTION_NAME,
  ATTR_AGENT_ID,
  ATTR_PARENT_RUN_ID,
  ATTR_RUN_ID,
  ATTR_RUN_PHASE,
} from "@runline/contract";
import type { Scope } from "../scope.ts";
import type { AgentIdentity } from "./step-kit.ts";

/** Attributes of a span outside any run: it has no run id, and says why. */
export function toBackgroundIdentity(agent: AgentIdentity, phase = "background"): Attributes {
  return { [ATTR_AGENT_ID]: agent.agentId, [ATTR_RUN_PHASE]: phase };
}

/** Attributes of a plan or action: the run of the plan, and the run of the message as its parent. */
export function toPlanIdentity(scope: Scope, planRunId: string | undefined): Attributes {
  if (planRunId === undefined) return { ...scope.shared, [ATTR_RUN_ID]: scope.runId };
  return { ...scope.shared, [ATTR_RUN_ID]: planRunId, [ATTR_PARENT_RUN_ID]: scope.runId };
}

/** Attributes of a model call, embedding or evaluator: the run of the message, and the action it was made in. */
export function toRunIdentity(scope: Scope): Attributes {
  return {
    ...scope.shared,
    [ATTR_RUN_ID]: scope.runId,
    [ATTR_ACTION_ID]: scope.action?.actionId,
    [ATTR_ACTION_NAME]: scope.action?.actionName,
  };
}
