import { safely } from "../safely.ts";
import { observeCall } from "../steps/observe-call.ts";
import { toActionResult } from "./observe-action.ts";
import { getObservedRuntime } from "./observed-runtime.ts";
import type { ObservedRuntime } from "./observed-runtime.ts";
import { readObjects, readString } from "./read.ts";
import { wrapOnce } from "./wrap-once.ts";
import type { WrappedCall } from "./wrap-once.ts";

/** elizaOS has no events for evaluators: their handlers are wrapped just before they are called. */
export function observeEvaluators({ runtime }: ObservedRuntime): void {
  wrapOnce(runtime, "evaluate", ({ self, proceed }) => {
    safely("observing evaluators", () => readObjects(self, "evaluators").forEach(observeEvaluator), undefined);
    return proceed();
  });
}

function observeEvaluator(evaluator: object): void {
  wrapOnce(evaluator, "handler", handleEvaluator);
}

function handleEvaluator({ target, args, proceed }: WrappedCall): unknown {
  const observed = getObservedRuntime(args[0]);
  if (observed === undefined) return proceed();
  const step = observed.tracer.startEvaluator({ name: readString(target, "name") ?? "unnamed" });
  return observeCall(
    () => step.within(proceed),
    (value) => step.end({ error: toActionResult(value).error }),
    (error) => step.fail(error),
  );
}
