import { observeCall } from "../steps/observe-call.ts";
import type { Attachment } from "./attachment.ts";
import { findModelName } from "./find-model-name.ts";
import type { ModelSlot } from "./find-model-name.ts";
import type { ModelReport } from "./frame.ts";
import type { WrappedCall } from "./wrap-once.ts";

/** Calls an embedding model: for a memory whose embedding has been started by the queue, which ends it, or on its own. */
export function callEmbeddingModel(attachment: Attachment, slot: ModelSlot, { args, proceed }: WrappedCall): unknown {
  const { frames, runtime, tracer } = attachment;
  const frame = frames.getStore();
  if (frame?.embedding !== undefined) return callForQueue(frame.report, proceed);
  const model = findModelName(runtime, slot, args[1]);
  const embedding = tracer.startEmbedding({ ...slot, model, phase: attachment.phase() });
  const report: ModelReport = {};
  return observeCall(
    () => embedding.within(() => frames.run({ ...frame, report }, proceed)),
    () => embedding.end({ inputTokens: report.inputTokens, responseModel: report.model }),
    (error) => embedding.fail(error, { inputTokens: report.inputTokens, responseModel: report.model }),
  );
}

function callForQueue(report: ModelReport | undefined, proceed: () => unknown): unknown {
  const noteAnswer = (): void => {
    if (report !== undefined) report.answeredAt = Date.now();
  };
  return observeCall(proceed, noteAnswer, () => undefined);
}
