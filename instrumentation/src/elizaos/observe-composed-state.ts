import { safely } from "../safely.ts";
import { withStep } from "../steps/observe-call.ts";
import { getObservedRuntime } from "./observed-runtime.ts";
import type { ObservedRuntime } from "./observed-runtime.ts";
import { readObjects, readString } from "./read.ts";
import { wrapOnce } from "./wrap-once.ts";
import type { WrappedCall } from "./wrap-once.ts";

/**
 * elizaOS composes the state before each decision, by asking its providers side by side; without a real model this is most
 * of a run. It has no events for that: providers are wrapped just before they are asked, however late their plugin
 * registered them.
 */
export function observeComposedState(observed: ObservedRuntime): void {
  const { runtime, tracer } = observed;
  if (!observed.contextProviderSpans) return;
  wrapOnce(runtime, "composeState", ({ self, proceed }) => {
    safely("observing providers", () => readObjects(self, "providers").forEach(observeProvider), undefined);
    return withStep(tracer.startComposedState({ phase: observed.phase() }), proceed);
  });
}

function observeProvider(provider: object): void {
  wrapOnce(provider, "get", askProvider);
}

function askProvider({ target, args, proceed }: WrappedCall): unknown {
  const observed = getObservedRuntime(args[0]);
  // Another agent of the process, with which this one shares its providers, may have them as steps.
  if (observed?.contextProviderSpans !== true) return proceed();
  const name = readString(target, "name") ?? "unnamed";
  return withStep(observed.tracer.startContextProvider({ name, phase: observed.phase() }), proceed);
}
