import { MAX_FILTER_LENGTH } from "@runline/contract";
import { formatCount } from "../format/format-count.ts";
import { LIST_PARTS, toListFilter } from "../models/list-filter.ts";

/** So much of what cannot be read is repeated, in characters. */
const MAX_QUOTED = 40;

/**
 * What the query of an address asks for and its filter does not have, or not as a whole, in words. A fixed range is instead of a moving one.
 *
 * @example listLeftOut({ status: "fine", text: "503" }) // ["status “fine”"]
 */
export function listLeftOut(query: Readonly<Record<string, string>>): string[] {
  const filter = new Map<string, unknown>(Object.entries(toListFilter(query)));
  const isFixed = filter.has("from") || filter.has("to");
  return Object.entries(LIST_PARTS).flatMap(([key, { name }]) => {
    const text = query[name] ?? "";
    const value = filter.get(key);
    if (text === "" || (isFixed && name === "range")) return [];
    if (!Array.isArray(value)) return value === undefined ? [toWords(name, text)] : [];
    const asked = text.split(",").length;
    return value.length < asked ? [`${formatCount(asked - value.length)} of ${formatCount(asked)} ${name}s`] : [];
  });
}

function toWords(name: string, text: string): string {
  if (text.length <= MAX_FILTER_LENGTH)
    return `${name} “${text.slice(0, MAX_QUOTED)}${text.length > MAX_QUOTED ? "…" : ""}”`;
  return `${name} of ${formatCount(text.length)} characters, where at most ${formatCount(MAX_FILTER_LENGTH)} can be looked for`;
}
