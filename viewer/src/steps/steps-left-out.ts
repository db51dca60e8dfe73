import { LIST_PARTS } from "../models/list-filter.ts";
import { STEPS_PARTS, toStepsFilter, toStepsPath } from "../models/steps-filter.ts";
import { tellLeftOut } from "../run-list/tell-left-out.ts";

/** Parts of an address of steps, and of a list of runs, which steps are not narrowed by. */
const NAMES = [...new Set([...Object.values(LIST_PARTS).map(({ name }) => name), ...Object.keys(STEPS_PARTS)])];

/**
 * What the address of the steps asks for and the page does not show, or not all of it, in words.
 *
 * @example stepsLeftOut({ kind: "action", text: "503" }) // ["text “503”"]
 */
export function stepsLeftOut(query: Readonly<Record<string, string>>): string[] {
  const [, shown] = toStepsPath(toStepsFilter(query)).split("?");
  return tellLeftOut({ query, names: NAMES, words: ["name"], shown: new URLSearchParams(shown) });
}
