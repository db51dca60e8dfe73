import { CUT_MARK, cutText, MAX_FILTER_LENGTH } from "@runline/contract";
import { formatCount } from "../format/format-count.ts";

/** So much of what cannot be read is repeated, in characters. */
const MAX_QUOTED = 40;

/** What the address of a page may ask for, and what of it the page shows. */
interface Asked {
  query: Readonly<Record<string, string>>;
  /** Of the parts that are told when they are left out. */
  names: readonly string[];
  /** Of the parts that may be any words, but not too many. */
  words: readonly string[];
  /** The query of what is shown. */
  shown: URLSearchParams;
}

/** What the query of an address asks for and its page does not show, or not as a whole, in words. A fixed range is instead of a moving one. */
export function tellLeftOut({ query, names, words, shown }: Asked): string[] {
  const isFixed = shown.has("from") || shown.has("to");
  return names.flatMap((name) => {
    const text = query[name] ?? "";
    if (text === "" || (isFixed && name === "range")) return [];
    const value = shown.get(name);
    if (value === null) return [words.includes(name) && isTooLong(text) ? tellLength(name, text) : quote(name, text)];
    if (name !== "agent") return [];
    const [asked, taken] = [countIds(text), countIds(value)];
    return taken < asked ? [`${formatCount(asked - taken)} of ${formatCount(asked)} agents`] : [];
  });
}

const isTooLong = (text: string) => text.length > MAX_FILTER_LENGTH;
const quote = (name: string, text: string) => `${name} “${cutText(text, MAX_QUOTED, CUT_MARK)}”`;
const countIds = (text: string) => text.split(",").filter((id) => id !== "").length;

function tellLength(name: string, { length }: string): string {
  return `${name} of ${formatCount(length)} characters, where at most ${formatCount(MAX_FILTER_LENGTH)} can be looked for`;
}
