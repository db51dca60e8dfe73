import { MAX_CONTENT_CHARS } from "../format-content.ts";
import { safely } from "../safely.ts";
import { observeCall } from "../steps/observe-call.ts";
import type { ModelCallHandle } from "../types.ts";
import type { Attachment } from "./attachment.ts";
import { findModelName } from "./find-model-name.ts";
import type { ModelSlot } from "./find-model-name.ts";
import type { ModelReport } from "./frame.ts";
import { observeStream } from "./observe-stream.ts";
import { read, readNumber } from "./read.ts";
import type { WrappedCall } from "./wrap-once.ts";

/** Longest the end of a streamed call waits for its usage, in ms; the end itself is taken before. */
const MAX_USAGE_WAIT_MS = 500;

/** Calls any model but an embedding model. */
export function callTextModel(attachment: Attachment, slot: ModelSlot, { args, proceed }: WrappedCall): unknown {
  const { frames, runtime, tracer } = attachment;
  const params = args[1];
  const call = tracer.startModelCall({
    ...slot,
    model: findModelName(runtime, slot, params),
    stream: read(params, "stream") === true,
    phase: attachment.phase(),
    input: safely("reading a prompt", () => read(params, "messages") ?? read(params, "prompt") ?? params, undefined),
  });
  const report: ModelReport = {};
  return observeCall(
    () => call.within(() => frames.run({ ...frames.getStore(), report }, proceed)),
    (answer) => {
      const isStreamed = safely("observing a stream", () => observeAnswer(attachment, call, report, answer), false);
      if (!isStreamed) end(call, report, answer);
    },
    (error) => call.fail(error),
  );
}

/** @returns whether the answer is a stream, which ends the call when it is read to its end */
function observeAnswer(
  { captureContent }: Attachment,
  call: ModelCallHandle,
  report: ModelReport,
  answer: unknown,
): boolean {
  const stream = read(answer, "textStream");
  if (stream === undefined) return false;
  const usage = readUsage(answer, report);
  let text = "";
  return observeStream(stream, {
    onChunk(chunk) {
      call.markFirstChunk();
      if (captureContent && typeof chunk === "string" && text.length < MAX_CONTENT_CHARS) text += chunk;
    },
    onEnd() {
      const endedAt = Date.now();
      void Promise.race([usage, wait(MAX_USAGE_WAIT_MS)]).then(() => end(call, report, text || undefined, endedAt));
    },
    onError: (error) => call.fail(error),
  });
}

function end(call: ModelCallHandle, report: ModelReport, output: unknown, endedAt?: number): void {
  const { inputTokens, outputTokens, model } = report;
  call.end({ inputTokens, outputTokens, responseModel: model, output, endedAt });
}

/** A streamed answer carries a promise of its usage, in the words of the AI SDK (4 or 5). Core itself throws it away. */
async function readUsage(answer: unknown, report: ModelReport): Promise<void> {
  try {
    const usage: unknown = await read(answer, "usage");
    const inputTokens = readNumber(usage, "inputTokens") ?? readNumber(usage, "promptTokens");
    const outputTokens = readNumber(usage, "outputTokens") ?? readNumber(usage, "completionTokens");
    if (inputTokens !== undefined) report.inputTokens = inputTokens;
    if (outputTokens !== undefined) report.outputTokens = outputTokens;
  } catch {
    // The stream itself reports the failure.
  }
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
