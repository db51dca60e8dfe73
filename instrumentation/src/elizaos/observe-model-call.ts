import { getRunScope } from "../run-scope.ts";
import { safely } from "../safely.ts";
import type { ModelCallResult } from "../steps/model-call.ts";
import { observeCall } from "../steps/observe-call.ts";
import { findModelName } from "./find-model-name.ts";
import type { ModelSlot } from "./find-model-name.ts";
import type { LastCall, ModelReport } from "./frame.ts";
import { observeAnswer } from "./observe-answer.ts";
import type { ObservedRuntime } from "./observed-runtime.ts";
import { read } from "./read.ts";
import type { WrappedCall } from "./wrap-once.ts";

/** Observes a call of any model but an embedding model. */
export function observeModelCall(observed: ObservedRuntime, slot: ModelSlot, { args, proceed }: WrappedCall): unknown {
  const { frames, runtime, tracer, captureContent } = observed;
  const params = args[1];
  const noted = safely("noting an attempt", () => noteAttempt(observed, slot.modelType, params), undefined);
  const call = tracer.startModelCall({
    modelType: slot.modelType,
    provider: slot.provider,
    model: findModelName(runtime, slot, params),
    stream: read(params, "stream") === true,
    phase: observed.phase(),
    input: read(params, "messages") ?? read(params, "prompt") ?? params,
    attempt: noted?.attempt,
  });
  const report: ModelReport = {};
  const frame = frames.current();
  const end = (output: unknown, endedAt?: number): void => call.end({ ...toUsage(report), output, endedAt });
  const fail = (error: unknown): void => call.fail(error, toUsage(report));
  return observeCall(
    () => frames.within(call, { ...frame, report }, proceed),
    (answer) => {
      if (noted !== undefined) noted.hasEnded = true;
      const options = { call, report, captureContent, end, fail, run: frame?.run };
      const isStreamed = safely("observing a stream", () => observeAnswer(answer, options), false);
      if (!isStreamed) end(answer);
    },
    (error) => {
      if (noted !== undefined) noted.hasEnded = true;
      fail(error);
    },
  );
}

function toUsage({ model, ...tokens }: ModelReport): ModelCallResult {
  return { ...tokens, responseModel: model };
}

/**
 * Notes a model call and tells whether it is the last one of the same step word for word: elizaOS asks again with the same
 * prompt when it cannot parse an answer. Calls side by side are not repetitions.
 *
 * @returns `undefined` outside any run, after its end, and for calls without a prompt
 */
export function noteAttempt(
  { contextStorage, frames }: Pick<ObservedRuntime, "contextStorage" | "frames">,
  modelType: string,
  params: unknown,
): LastCall | undefined {
  const lastCalls = frames.current()?.run?.lastCalls;
  const step = getRunScope(contextStorage.active())?.span;
  const prompt = read(params, "messages") === undefined ? read(params, "prompt") : undefined;
  if (lastCalls === undefined || step === undefined || typeof prompt !== "string") return undefined;
  const last = lastCalls.get(step);
  const isRepetition = last?.hasEnded === true && last.modelType === modelType && last.prompt === prompt;
  const call: LastCall = { modelType, prompt, attempt: isRepetition ? last.attempt + 1 : 1, hasEnded: false };
  lastCalls.set(step, call);
  return call;
}
