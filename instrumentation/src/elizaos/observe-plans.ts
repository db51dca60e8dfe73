import { ATTR_GEN_AI_TOOL_NAME } from "@runline/contract";
import { safely } from "../safely.ts";
import { observeCall } from "../steps/observe-call.ts";
import type { Attachment } from "./attachment.ts";
import { observeAction } from "./observe-action.ts";
import type { PlanFrame } from "./frame.ts";
import { read, readString } from "./read.ts";
import { toActionResult } from "./to-action-result.ts";

/**
 * A plan is one call of `processActions`. Its actions announce themselves by ACTION_STARTED, just before elizaOS calls the
 * handler; the handler's own end is the action's end, since a thrown action has no ACTION_COMPLETED.
 */
export function observePlans(attachment: Attachment): void {
  const { runtime, frames, tracer } = attachment;

  const processActions = runtime.processActions.bind(runtime);
  runtime.processActions = (...args) => {
    // As elizaOS does at this point: outside a run this makes up the parent's id, which must not take the plan's.
    runtime.getCurrentRunId();
    const runId = runtime.createRunId();
    const size = safely("reading a plan", () => countActions(args[1]), undefined);
    const plan = tracer.startPlan({ runId, size });
    const frame: PlanFrame = { plan, runId, isActionTaken: false };
    return observeCall(
      () =>
        plan.within(() =>
          frames.run({ ...frames.getStore(), plan: frame }, () =>
            attachment.withRunId(runId, () => processActions(...args)),
          ),
        ),
      () => {
        // Left over only when its handler could not be wrapped and ended without a word.
        frame.action?.end();
        plan.end();
      },
      (error) => {
        frame.action?.fail(error);
        plan.fail(error);
      },
    );
  };

  runtime.registerEvent("ACTION_STARTED", (payload) => {
    const frame = frames.getStore()?.plan;
    if (frame !== undefined)
      safely("observing ACTION_STARTED", () => startAction(attachment, frame, payload), undefined);
    return Promise.resolve();
  });
  runtime.registerEvent("ACTION_COMPLETED", (payload) => {
    const frame = frames.getStore()?.plan;
    if (frame !== undefined) safely("observing ACTION_COMPLETED", () => endAction(frame, payload), undefined);
    return Promise.resolve();
  });
  noteUnknownActions(attachment);
}

function startAction(attachment: Attachment, frame: PlanFrame, payload: unknown): void {
  const name = readString(read(payload, "content", "actions"), "0");
  if (name === undefined) return;
  const action = attachment.runtime.actions.find((candidate) => readString(candidate, "name") === name);
  if (action !== undefined) observeAction(action);
  frame.action = attachment.tracer.startAction({
    name,
    actionId: readString(payload, "content", "actionId"),
    parent: frame.plan,
  });
  frame.isActionTaken = false;
}

/** Only for a handler that could not be wrapped; otherwise the action has ended already. */
function endAction({ action }: PlanFrame, payload: unknown): void {
  if (action?.actionId !== readString(payload, "content", "actionId")) return;
  action?.end(toActionResult(read(payload, "content", "actionResult")));
}

/** elizaOS announces no action it does not know; it only writes a memory that says so. */
function noteUnknownActions({ runtime, frames }: Attachment): void {
  const createMemory = runtime.createMemory.bind(runtime);
  runtime.createMemory = (...args) => {
    const frame = frames.getStore()?.plan;
    if (frame !== undefined) safely("observing a memory", () => noteUnknownAction(frame, args[0]), undefined);
    return createMemory(...args);
  };
}

function noteUnknownAction({ plan, runId }: PlanFrame, memory: unknown): void {
  const isUnknown =
    read(memory, "content", "type") === "action_result" &&
    read(memory, "content", "runId") === runId &&
    read(memory, "metadata", "actionId") === undefined;
  if (!isUnknown) return;
  plan.addEvent("action_not_found", { [ATTR_GEN_AI_TOOL_NAME]: readString(memory, "content", "actionName") });
}

function countActions(responses: unknown): number {
  if (!Array.isArray(responses)) return 0;
  return responses.reduce((count: number, response: unknown) => {
    const actions = read(response, "content", "actions");
    return count + (Array.isArray(actions) ? actions.length : 0);
  }, 0);
}
