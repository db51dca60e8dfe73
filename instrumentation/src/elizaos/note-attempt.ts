import { getRunScope } from "../run-scope.ts";
import type { ObservedRuntime } from "./observed-runtime.ts";
import type { LastCall } from "./frame.ts";
import { read } from "./read.ts";

/**
 * Notes a model call and tells whether it is the last one of the same step word for word: elizaOS asks again with the same
 * prompt when it cannot parse an answer. Calls side by side are no repetitions.
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
