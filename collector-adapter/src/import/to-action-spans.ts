import {
  ATTR_ACTION_SUCCESS,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_TOOL_CALL_ID,
  ATTR_GEN_AI_TOOL_CALL_RESULT,
  ATTR_GEN_AI_TOOL_NAME,
  ATTR_PARENT_RUN_ID,
  ATTR_PLAN_SIZE,
  ATTR_PLAN_STEP,
  ATTR_RUN_ID,
  OPERATION_ACTION,
  OPERATION_PLAN,
} from "@runline/contract";
import { toActionSpanId, toSpanId, type ImportedSpan } from "./imported-span.ts";
import type { DraftAction, RunDraft } from "./run-draft.ts";
import { toContent } from "./to-content.ts";
import { toOwnSpan } from "./to-run-span.ts";

/** How an action ended that elizaOS logged no end of. */
export interface LostEnd {
  at: number;
  error: string;
}

/** The span of an action: ended by its row, or by what is said of it here, or else a snapshot. */
export function toActionSpan(draft: RunDraft, agentName: string, action: DraftAction, lost?: LostEnd): ImportedSpan {
  const span = toOwnSpan(draft, agentName, !action.isDoubtful);
  const { actionId, actionName, planRunId, end } = action;
  const endedAt = end?.rowAt ?? lost?.at;
  const failure = end?.outcome?.success === false ? (end.outcome.error ?? "It reported success: false") : undefined;
  return {
    ...span,
    parentSpanId: planRunId === undefined ? span.parentSpanId : toPlanSpanId(planRunId),
    spanId: toActionSpanId(actionId),
    name: `${OPERATION_ACTION} ${actionName}`,
    isClient: false,
    startedAt: action.startedAt,
    endedAt: endedAt && Math.max(endedAt, action.startedAt),
    error: end ? failure : lost?.error,
    attributes: {
      ...span.attributes,
      ...toPlanIdentity(draft, planRunId),
      [ATTR_GEN_AI_OPERATION_NAME]: OPERATION_ACTION,
      [ATTR_GEN_AI_TOOL_NAME]: actionName,
      [ATTR_GEN_AI_TOOL_CALL_ID]: actionId,
      [ATTR_PLAN_STEP]: end?.planStep,
      [ATTR_ACTION_SUCCESS]: end?.outcome?.success,
      [ATTR_GEN_AI_TOOL_CALL_RESULT]: toContent(end?.outcome?.result),
    },
  };
}

/** The spans of a run's plans, by their run ids. Those that an action ran stand under it. Without `isOver` they are snapshots. */
export function toPlanSpans(draft: RunDraft, agentName: string, isOver: boolean): Map<string, ImportedSpan> {
  const plans = new Map<string, DraftAction[]>();
  for (const action of draft.actions.values()) {
    if (action.planRunId !== undefined) plans.set(action.planRunId, [...(plans.get(action.planRunId) ?? []), action]);
  }
  return new Map([...plans].map(([id, actions]) => [id, toPlanSpan(draft, agentName, id, actions, isOver)]));
}

function toPlanSpan(
  draft: RunDraft,
  agentName: string,
  planRunId: string,
  actions: readonly DraftAction[],
  isOver: boolean,
): ImportedSpan {
  const span = toOwnSpan(draft, agentName, !actions.some(({ isDoubtful }) => isDoubtful));
  const outer = findOuterAction(draft, planRunId, Math.min(...actions.map(({ startRowAt }) => startRowAt)));
  const startedAt = Math.min(...actions.map((action) => action.startedAt));
  const ends = actions.map(({ end }) => end?.rowAt ?? draft.end?.at ?? startedAt);
  const [, size] = actions.flatMap(({ end }) => end?.planStep?.split("/") ?? []);
  return {
    ...span,
    parentSpanId: outer ? toActionSpanId(outer.actionId) : span.parentSpanId,
    spanId: toPlanSpanId(planRunId),
    name: OPERATION_PLAN,
    isClient: false,
    startedAt,
    endedAt: isOver ? Math.max(startedAt, ...ends) : undefined,
    attributes: {
      ...span.attributes,
      ...toPlanIdentity(draft, planRunId),
      [ATTR_GEN_AI_OPERATION_NAME]: OPERATION_PLAN,
      [ATTR_PLAN_SIZE]: Number(size) || actions.length,
    },
  };
}

/** The action that went on when a plan began: its row in the log comes after the plan's first, that of one before does not. */
function findOuterAction(draft: RunDraft, planRunId: string, planStartRowAt: number): DraftAction | undefined {
  let outer: DraftAction | undefined;
  for (const action of draft.actions.values()) {
    const isAround = action.startRowAt < planStartRowAt && (action.end?.rowAt ?? planStartRowAt) >= planStartRowAt;
    const isInner = !outer || outer.startRowAt < action.startRowAt;
    if (action.planRunId !== planRunId && isAround && isInner) outer = action;
  }
  return outer;
}

/** A plan and its actions are keyed by the plan; one of an older version that names none, by the run. */
function toPlanIdentity(draft: RunDraft, planRunId: string | undefined): ImportedSpan["attributes"] {
  if (planRunId === undefined || planRunId === draft.runId) return {};
  return { [ATTR_RUN_ID]: planRunId, [ATTR_PARENT_RUN_ID]: draft.runId };
}

function toPlanSpanId(planRunId: string): string {
  return toSpanId("plan", planRunId);
}
