import type { RunTokens } from "@runline/contract";
import { formatCount } from "./format-count.ts";

/** Tokens in and out together, in one number. @example formatTokenSum({ input: 812, output: 96 }) // "908" */
export function formatTokenSum({ input = 0, output = 0 }: RunTokens): string {
  return formatCount(input + output);
}
