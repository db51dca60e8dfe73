import type { FoldedStep } from "../fold/fold-result.ts";
import { toAmount } from "./sum-columns.ts";

/**
 * The steps of a run as one text, to be read as `run_step[]`. Rows of their own, with indexes, took three times the CPU of the database;
 * jsonb was read at a third of the speed.
 */
export function toStepList(steps: readonly FoldedStep[]): string {
  return `{${steps.map(toMember).join(",")}}`;
}

/** A member of the array: a row in its parentheses, in quotes. Of what stands in it the name alone may need to be quoted. */
function toMember(step: FoldedStep): string {
  const { kind, name, spanId, startedAt, durationMs = "", failure = "", tokens = {}, cost, unpriced } = step;
  const { input, output, cachedInput, cacheWriteInput, reasoning } = tokens;
  const amounts = `${toText(input)},${toText(output)},${toText(cachedInput)},${toText(cacheWriteInput)},${toText(reasoning)}`;
  const words = `${kind},\\"${escapeTwice(name)}\\",${spanId}`;
  return `"(${words},${startedAt},${durationMs},${failure},${amounts},${toText(cost)},${unpriced})"`;
}

function toText(amount: number | undefined): number | "" {
  return toAmount(amount) ?? "";
}

/** In the quotes of the row, and those of the array. */
function escapeTwice(name: string): string {
  return name.replaceAll(/["\\]/g, "\\\\\\$&");
}
