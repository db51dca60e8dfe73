import type { ModelReport } from "./frame.ts";
import { readNumber } from "./read.ts";

/** What usage is called in the AI SDK 5, in the AI SDK 4, and in elizaOS's MODEL_USED. */
const INPUT = ["inputTokens", "promptTokens", "prompt"];
const OUTPUT = ["outputTokens", "completionTokens", "completion"];

/** Takes down what a provider says about the tokens of a call, in whichever words. */
export function noteUsage(usage: unknown, report: ModelReport): void {
  const inputTokens = readTokens(usage, INPUT);
  const outputTokens = readTokens(usage, OUTPUT);
  const cachedInputTokens = readTokens(usage, ["cachedInputTokens"]);
  if (inputTokens !== undefined) report.inputTokens = inputTokens;
  if (outputTokens !== undefined) report.outputTokens = outputTokens;
  if (cachedInputTokens !== undefined) report.cachedInputTokens = cachedInputTokens;
}

/** Not 0: provider plugins write it for what they have not been told. */
function readTokens(usage: unknown, names: string[]): number | undefined {
  return names.map((name) => readNumber(usage, name)).find((tokens) => tokens !== undefined && tokens > 0);
}
