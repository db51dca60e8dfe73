import { safely } from "../safely.ts";
import { observeCall } from "../steps/observe-call.ts";
import { getAttachment } from "./attachment.ts";
import type { Attachment } from "./attachment.ts";
import { readString } from "./read.ts";
import { toActionResult } from "./to-action-result.ts";
import { wrapOnce } from "./wrap-once.ts";

/** elizaOS has no events for evaluators: their handlers are wrapped just before they are called. */
export function observeEvaluators({ runtime }: Attachment): void {
  const evaluate = runtime.evaluate.bind(runtime);
  runtime.evaluate = (...args) => {
    safely("observing evaluators", () => runtime.evaluators.forEach(observeEvaluator), undefined);
    return evaluate(...args);
  };
}

function observeEvaluator(evaluator: object): void {
  wrapOnce(evaluator, "handler", ({ args, proceed }) => {
    const attachment = getAttachment(args[0]);
    if (attachment === undefined) return proceed();
    const step = attachment.tracer.startEvaluator({ name: readString(evaluator, "name") ?? "unnamed" });
    return observeCall(
      () => step.within(proceed),
      (value) => step.end({ error: safely("reading a result", () => toActionResult(value).error, undefined) }),
      (error) => step.fail(error),
    );
  });
}
