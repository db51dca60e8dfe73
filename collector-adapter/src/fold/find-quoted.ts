import { cutText } from "@runline/contract";
import { MAX_READ } from "./failure-line.ts";
import { factsOf } from "./fill-calls.ts";
import { toLastStart, type Inside } from "./look-inside.ts";
import type { SpanNode } from "./span-node.ts";
import { toEnd } from "./span-tree.ts";

/** What a word is made of. */
const WORD = /[\p{L}\p{N}_]/u;
/** Two words, be they written together, as names of tools and most messages are. */
const TWO_WORDS = /\p{L}[\s_./-]+\p{L}|\p{Ll}\p{Lu}/u;
/** A single word as long as this is no word of every day: ECONNREFUSED. */
const LONG_WORD = 12;
/** Characters of the words of a failure that are looked for in others: these may say something before. */
const MAX_OWN = MAX_READ / 2;

/**
 * The last of some failures whose name the words of a span have in them, else the last whose own words it repeats. A name or a message of
 * one short word stands in many texts by chance, and names beside those of steps that went well are a list, as of the tools that there are:
 * these tell something only while no more was done.
 */
export function findQuoted(span: SpanNode, { failures, successes }: Inside): SpanNode | undefined {
  const words = toSearchedWords(span);
  if (words === "") return undefined;
  const done = successes.filter(({ kind }) => kind !== "model_call");
  const doneAt = toLastStart(done);
  const tells = (text: string, step: SpanNode) => isDistinct(text) || toEnd(step) > doneAt;
  const named = findNamed(failures, words);
  const isList = named.size > 0 && [...findNamed(done, words)].some((label) => !named.has(label));
  const isTold = (each: SpanNode) => (isList ? toEnd(each) > doneAt : tells(each.span.label, each));
  return (
    failures.findLast((each) => named.has(each.span.label) && isTold(each)) ??
    failures.findLast((each) => {
      const own = cutText(factsOf(each).error ?? "", MAX_OWN);
      const shared = words.includes(own) ? own : own.includes(words) ? words : "";
      return shared !== "" && tells(shared, each);
    })
  );
}

/** As much of the words of a step as names are looked for in: there may be thousands of names, and 1 MB of words. */
export function toSearchedWords(step: SpanNode): string {
  return cutText(factsOf(step).error ?? "", MAX_READ);
}

/** Whether a text has the name as a word of its own. Names of one or two letters stand in too many texts. */
export function isNamed(name: string, text: string): boolean {
  if (name.length <= 2) return false;
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    if (!WORD.test(text.charAt(at - 1)) && !WORD.test(text.charAt(at + name.length))) return true;
  }
  return false;
}

/** The labels of some steps that a text names; a loop has few. */
function findNamed(steps: readonly SpanNode[], text: string): ReadonlySet<string> {
  const labels = new Set(steps.map(({ span }) => span.label));
  return new Set([...labels].filter((label) => isNamed(label, text)));
}

function isDistinct(text: string): boolean {
  return text.length >= LONG_WORD || TWO_WORDS.test(text);
}
