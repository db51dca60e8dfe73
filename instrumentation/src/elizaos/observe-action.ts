import { ATTR_PLAN_STEP } from "@runline/contract";
import { safely } from "../safely.ts";
import { observeCall } from "../steps/observe-call.ts";
import type { ActionHandle } from "../types.ts";
import { getAttachment } from "./attachment.ts";
import { read, readNumber, readString } from "./read.ts";
import { toActionResult } from "./to-action-result.ts";
import { wrapOnce } from "./wrap-once.ts";
import type { WrappedCall } from "./wrap-once.ts";

/** Observes the handler of an action, on whichever runtime it runs. */
export function observeAction(action: object): void {
  wrapOnce(action, "handler", handleAction);
}

function handleAction({ args, proceed }: WrappedCall): unknown {
  const attachment = getAttachment(args[0]);
  const plan = attachment?.frames.getStore()?.plan;
  const action = plan?.action;
  // Somebody may call a handler directly; elizaOS then announces no action, and there is none.
  if (attachment === undefined || plan === undefined || action === undefined || plan.isActionTaken) return proceed();
  plan.isActionTaken = true;
  safely("describing an action", () => describeCall(action, args), undefined);
  return observeCall(
    () => action.within(proceed),
    (value) => action.end(toActionResult(value)),
    (error) => action.fail(error),
  );
}

function describeCall(action: ActionHandle, args: unknown[]): void {
  const [, message, , options] = args;
  const step = readNumber(options, "actionPlan", "currentStep");
  const total = readNumber(options, "actionPlan", "totalSteps");
  if (step !== undefined && total !== undefined) action.setAttributes({ [ATTR_PLAN_STEP]: `${step}/${total}` });
  action.setArguments({
    message: readString(message, "content", "text"),
    thought: readString(options, "actionPlan", "thought"),
    parameters: read(message, "content", "actionParams"),
  });
}
