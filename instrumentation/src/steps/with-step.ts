import type { StepHandle } from "../types.ts";
import { observeCall } from "./observe-call.ts";

/** Calls `fn` with the step active, and ends the step when `fn` is done, be it now or when its promise settles. */
export function withStep<Handle extends StepHandle, T>(step: Handle, fn: (step: Handle) => T): T {
  return observeCall(
    () => step.within(() => fn(step)),
    () => step.end(),
    (error) => step.fail(error),
  );
}
