import type { ActionInput, ActionResult } from "../steps/action.ts";
import { observeCall } from "../steps/observe-call.ts";
import { getObservedRuntime } from "./observed-runtime.ts";
import { read, readNumber, readString } from "./read.ts";
import { wrapOnce } from "./wrap-once.ts";
import type { WrappedCall } from "./wrap-once.ts";

/**
 * Observes the handler of an action, on whichever runtime it runs.
 *
 * @returns whether it can be observed
 */
export function observeAction(action: object): boolean {
  return wrapOnce(action, "handler", handleAction);
}

function handleAction({ args, proceed }: WrappedCall): unknown {
  const observed = getObservedRuntime(args[0]);
  const plan = observed?.frames.current()?.plan;
  const announced = plan?.announced;
  // Somebody may call a handler directly; elizaOS then announces no action, and there is none.
  if (observed === undefined || plan === undefined || announced === undefined) return proceed();
  plan.announced = undefined;
  const action = observed.tracer.startAction({ ...announced, ...describeCall(args) });
  return observeCall(
    () => action.within(proceed),
    (value) => action.end(toActionResult(value)),
    (error) => action.fail(error),
  );
}

function describeCall([, message, , options]: unknown[]): Pick<ActionInput, "planStep" | "arguments"> {
  const step = readNumber(options, "actionPlan", "currentStep");
  const total = readNumber(options, "actionPlan", "totalSteps");
  return {
    planStep: step === undefined || total === undefined ? undefined : `${step}/${total}`,
    arguments: {
      message: readString(message, "content", "text"),
      thought: readString(options, "actionPlan", "thought"),
      parameters: read(message, "content", "actionParams"),
    },
  };
}

/**
 * What the handler of an elizaOS action or evaluator returned. Nothing or a boolean is the old form: it reports no success
 * and is none of a failure.
 */
export function toActionResult(value: unknown): ActionResult {
  if (typeof value !== "object" || value === null) return { result: value };
  const success = read(value, "success") !== false;
  if (success) return { success, result: value };
  const error = read(value, "error") ?? "It reported success: false";
  return {
    success,
    result: value,
    error: typeof error === "string" ? { name: "action_failed", message: error } : error,
  };
}
