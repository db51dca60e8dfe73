import type { FoldedStep } from "../fold/fold-result.ts";
import { toAmount } from "./sum-columns.ts";

/** The members of `run_step` that are numbers of tokens, those of the first version before what a call cost. */
const FIRST_TOKENS = ["input", "output", "cachedInput", "cacheWriteInput", "reasoning"] as const;
const LATER_TOKENS = ["audioInput", "audioOutput", "unsplit"] as const;

/**
 * The steps of a run as one text, to be read as `run_step[]`. Rows of their own, with indexes, took three times the CPU of the database;
 * jsonb was read at a third of the speed.
 */
export function toStepList(steps: readonly FoldedStep[]): string {
  return `{${steps.map(toMember).join(",")}}`;
}

/** A member of the array: a row in its parentheses, in quotes. Of what stands in it the name alone may need to be quoted. */
function toMember(step: FoldedStep): string {
  const { kind, name, spanId, startedAt, durationMs = "", failure = "", tokens = {}, cost, unpriced, estimated } = step;
  const [first, later] = [FIRST_TOKENS, LATER_TOKENS].map((kinds) =>
    kinds.map((each) => toText(tokens[each])).join(","),
  );
  const words = `${kind},\\"${escapeTwice(name)}\\",${spanId}`;
  return `"(${words},${startedAt},${durationMs},${failure},${first},${toText(cost)},${unpriced},${later},${estimated})"`;
}

function toText(amount: number | undefined): number | "" {
  return toAmount(amount) ?? "";
}

/** In the quotes of the row, and those of the array. */
function escapeTwice(name: string): string {
  return name.replaceAll(/["\\]/g, "\\\\\\$&");
}
