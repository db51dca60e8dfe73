import { fromListFilter, LIST_PARTS, readWords, toListFilter } from "../models/list-filter.ts";
import { tellLeftOut } from "./tell-left-out.ts";

const PARTS = Object.values(LIST_PARTS);
const NAMES = PARTS.map(({ name }) => name);
const WORDS = PARTS.filter(({ read }) => read === readWords).map(({ name }) => name);

/**
 * What the address of a list asks for and the list is not narrowed by, or not by all of it, in words.
 *
 * @example listLeftOut({ status: "fine", text: "503" }) // ["status “fine”"]
 */
export function listLeftOut(query: Readonly<Record<string, string>>): string[] {
  const shown = new URLSearchParams(fromListFilter(toListFilter(query)));
  return tellLeftOut({ query, names: NAMES, words: WORDS, shown });
}
