import type { ContextStorage } from "../context-storage.ts";
import type { RunTracer } from "../run-tracer.ts";
import { watchBlindSpots } from "./blind-spots.ts";
import { createFrames } from "./frame.ts";
import type { ElizaRuntime } from "./internal-types.ts";
import { observeComposedState } from "./observe-composed-state.ts";
import { observeEmbeddings } from "./observe-embeddings.ts";
import { observeEvaluators } from "./observe-evaluators.ts";
import { observeModels } from "./observe-models.ts";
import { observePlans } from "./observe-plans.ts";
import { observeRuns } from "./observe-runs.ts";
import { setObservedRuntime } from "./observed-runtime.ts";
import type { ObservedRuntime } from "./observed-runtime.ts";
import { wrapOnce } from "./wrap-once.ts";

interface ObserveOptions {
  tracer: RunTracer;
  contextStorage: ContextStorage;
  captureContent: boolean;
  contextProviderSpans: boolean;
}

/** Hooks into a runtime. What the hooks do is synchronous, never throws, and changes no argument and no result. */
export function observeRuntime(runtime: ElizaRuntime, options: ObserveOptions): void {
  const observed: ObservedRuntime = {
    ...options,
    runtime,
    frames: createFrames(options.contextStorage),
    blindSpots: watchBlindSpots(runtime),
    phase: followPhase(runtime),
    withRunId: interceptRunIds(runtime),
  };
  // First: all hooks find this one, also where one of them cannot be put in its place.
  setObservedRuntime(runtime, observed);
  observeRuns(observed);
  observePlans(observed);
  observeModels(observed);
  observeComposedState(observed);
  observeEvaluators(observed);
  observeEmbeddings(observed);
}

function followPhase({ initPromise }: ElizaRuntime): ObservedRuntime["phase"] {
  let isReady = !(initPromise instanceof Promise);
  const markReady = (): void => {
    isReady = true;
  };
  // A failed start is the host's to report.
  if (initPromise instanceof Promise) void initPromise.then(markReady, markReady);
  return () => (isReady ? "background" : "system_init");
}

/** elizaOS makes its run ids by `createRunId`, synchronously at the start of a run or plan. */
function interceptRunIds(runtime: ElizaRuntime): ObservedRuntime["withRunId"] {
  let next: string | undefined;
  wrapOnce(runtime, "createRunId", ({ proceed }) => {
    const runId = next ?? proceed();
    next = undefined;
    return runId;
  });
  return (runId, start) => {
    next = runId;
    try {
      return start();
    } finally {
      next = undefined;
    }
  };
}
