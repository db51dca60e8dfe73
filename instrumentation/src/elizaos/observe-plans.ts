import { ATTR_GEN_AI_TOOL_NAME, cutText } from "@runline/contract";
import { safely } from "../safely.ts";
import { observeCall } from "../steps/observe-call.ts";
import type { PlanFrame } from "./frame.ts";
import { observeAction, toActionResult } from "./observe-action.ts";
import { observeEvent } from "./observe-event.ts";
import { createRunId } from "./observed-runtime.ts";
import type { ObservedRuntime } from "./observed-runtime.ts";
import { call, read, readObjects, readString } from "./read.ts";
import { wrapOnce } from "./wrap-once.ts";

/** The name of an action that does not exist is whatever the model wrote. */
const MAX_UNKNOWN_NAME_CHARS = 256;

/**
 * A plan is one call of `processActions`. Its actions announce themselves by ACTION_STARTED, just before elizaOS calls the
 * handler; the handler's own end is the action's end, since a thrown action has no ACTION_COMPLETED.
 */
export function observePlans(observed: ObservedRuntime): void {
  const { runtime, frames, tracer, blindSpots } = observed;

  wrapOnce(runtime, "processActions", ({ self, args, proceed }) => {
    const runId = createPlanRunId(self);
    if (runId === undefined) return proceed();
    blindSpots.saw("actions");
    const plan = tracer.startPlan({ runId, size: safely("reading a plan", () => countActions(args[1]), undefined) });
    const frame: PlanFrame = { plan, runId };
    const start = (): unknown => observed.withRunId(runId, proceed);
    return observeCall(
      () => frames.within(plan, { ...frames.current(), plan: frame }, start),
      () => {
        frame.unobserved?.end(); // left over when it has ended without a word
        plan.end();
      },
      (error) => {
        frame.unobserved?.fail(error);
        plan.fail(error);
      },
    );
  });

  observeEvent(runtime, "ACTION_STARTED", (payload) => {
    const frame = frames.current()?.plan;
    if (frame !== undefined) announceAction(observed, frame, payload);
  });
  observeEvent(runtime, "ACTION_COMPLETED", (payload) => {
    const frame = frames.current()?.plan;
    if (frame !== undefined) endUnobserved(frame, payload);
  });
  noteUnknownActions(observed);
}

function createPlanRunId(runtime: unknown): string | undefined {
  // As elizaOS does at this point: outside a run this makes up the parent's id, which must not take the plan's.
  safely("reading the run id", () => call(runtime, "getCurrentRunId"), undefined);
  return createRunId(runtime);
}

function announceAction(observed: ObservedRuntime, frame: PlanFrame, payload: unknown): void {
  const name = readString(read(payload, "content", "actions"), "0");
  if (name === undefined) return;
  const action = readObjects(observed.runtime, "actions").find((candidate) => readString(candidate, "name") === name);
  const announced = { name, actionId: readString(payload, "content", "actionId") };
  // Other observers of the event, elizaOS's own log for one, hold the handler up: the action starts when that is called.
  if (action !== undefined && observeAction(action)) frame.announced = announced;
  else frame.unobserved = observed.tracer.startAction(announced);
}

function endUnobserved({ unobserved }: PlanFrame, payload: unknown): void {
  if (unobserved?.actionId !== readString(payload, "content", "actionId")) return;
  unobserved?.end(toActionResult(read(payload, "content", "actionResult")));
}

/** elizaOS announces no action it does not know; it only writes a memory that says so. */
function noteUnknownActions({ runtime, frames }: ObservedRuntime): void {
  wrapOnce(runtime, "createMemory", ({ args, proceed }) => {
    const frame = frames.current()?.plan;
    if (frame !== undefined) noteUnknownAction(frame, args[0]);
    return proceed();
  });
}

function noteUnknownAction({ plan, runId }: PlanFrame, memory: unknown): void {
  const isUnknown =
    read(memory, "content", "type") === "action_result" &&
    read(memory, "content", "runId") === runId &&
    read(memory, "metadata", "actionId") === undefined;
  if (!isUnknown) return;
  const name = cutText(readString(memory, "content", "actionName") ?? "", MAX_UNKNOWN_NAME_CHARS);
  plan.addEvent("action_not_found", { [ATTR_GEN_AI_TOOL_NAME]: name });
}

function countActions(responses: unknown): number {
  if (!Array.isArray(responses)) return 0;
  return responses.reduce((count: number, response: unknown) => {
    const actions = read(response, "content", "actions");
    return count + (Array.isArray(actions) ? actions.length : 0);
  }, 0);
}
