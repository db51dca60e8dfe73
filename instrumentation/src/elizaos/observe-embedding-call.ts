import { now } from "../clock.ts";
import { observeCall } from "../steps/observe-call.ts";
import type { ObservedRuntime } from "./observed-runtime.ts";
import { findModelName } from "./find-model-name.ts";
import type { ModelSlot } from "./find-model-name.ts";
import type { ModelReport } from "./frame.ts";
import type { ElizaRuntime } from "./internal-types.ts";
import type { WrappedCall } from "./wrap-once.ts";

interface EmbeddingObserver extends Pick<ObservedRuntime, "frames" | "tracer" | "phase"> {
  runtime: Pick<ElizaRuntime, "getSetting">;
}

/**
 * Observes a call of an embedding model: for a memory whose embedding has been started by the queue, which ends it, or on
 * its own. What listens to the queue runs inside of it too, and may ask for other embeddings after the queue has its answer.
 */
export function observeEmbeddingCall(
  observed: EmbeddingObserver,
  slot: ModelSlot,
  { args, proceed }: Pick<WrappedCall, "args" | "proceed">,
): unknown {
  const { frames, runtime, tracer } = observed;
  const frame = frames.current();
  if (frame?.embedding !== undefined && frame.report?.answeredAt === undefined) {
    return observeForQueue(frame.report, proceed);
  }
  const model = findModelName(runtime, slot, args[1]);
  const embedding = tracer.startEmbedding({ ...slot, model, phase: observed.phase() });
  const report: ModelReport = {};
  return observeCall(
    () => frames.within(embedding, { ...frame, report }, proceed),
    () => embedding.end({ inputTokens: report.inputTokens, responseModel: report.model }),
    (error) => embedding.fail(error, { inputTokens: report.inputTokens, responseModel: report.model }),
  );
}

function observeForQueue(report: ModelReport | undefined, proceed: () => unknown): unknown {
  const noteAnswer = (): void => {
    if (report !== undefined) report.answeredAt = now();
  };
  return observeCall(proceed, noteAnswer, () => undefined);
}
