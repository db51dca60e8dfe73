import type { RunTokens } from "@runline/contract";
import { formatCount } from "./format-count.ts";

/** All tokens, in one number. @example formatTokenSum({ input: 812, output: 96 }) // "908" */
export function formatTokenSum({ input = 0, output = 0, unsplit = 0 }: RunTokens): string {
  return formatCount(input + output + unsplit);
}
