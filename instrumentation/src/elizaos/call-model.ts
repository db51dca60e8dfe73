import { safely } from "../safely.ts";
import { observeCall } from "../steps/observe-call.ts";
import type { Attachment } from "./attachment.ts";
import { findModelName } from "./find-model-name.ts";
import type { ModelSlot } from "./find-model-name.ts";
import type { ModelReport } from "./frame.ts";
import { observeAnswer } from "./observe-answer.ts";
import { read } from "./read.ts";
import type { WrappedCall } from "./wrap-once.ts";

/** Calls any model but an embedding model. */
export function callModel(attachment: Attachment, slot: ModelSlot, { args, proceed }: WrappedCall): unknown {
  const { frames, runtime, tracer, captureContent } = attachment;
  const params = args[1];
  const call = tracer.startModelCall({
    ...slot,
    model: findModelName(runtime, slot, params),
    stream: read(params, "stream") === true,
    phase: attachment.phase(),
    input: safely("reading a prompt", () => read(params, "messages") ?? read(params, "prompt") ?? params, undefined),
  });
  const report: ModelReport = {};
  const frame = frames.getStore();
  const end = (output: unknown, endedAt?: number): void => {
    const { inputTokens, outputTokens, model } = report;
    call.end({ inputTokens, outputTokens, responseModel: model, output, endedAt });
  };
  return observeCall(
    () => call.within(() => frames.run({ ...frame, report }, proceed)),
    (answer) => {
      const options = { call, report, captureContent, end, run: frame?.run };
      const isStreamed = safely("observing a stream", () => observeAnswer(answer, options), false);
      if (!isStreamed) end(answer);
    },
    (error) => call.fail(error),
  );
}
