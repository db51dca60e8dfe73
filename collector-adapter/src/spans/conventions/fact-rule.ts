import type { ContentFact, NumberFact, TextFact } from "../span-facts.ts";

/** An attribute, or the first of some members of the JSON object in it; a number may need a factor. */
export type FactSource = string | { attribute: string; members?: readonly string[]; factor?: number };

/** Where a fact may stand, best first. */
export type FactRule =
  | { type: "text"; fact: TextFact; sources: readonly FactSource[] }
  | { type: "number"; fact: NumberFact; sources: readonly FactSource[] }
  | { type: "content"; fact: ContentFact; sources: readonly FactSource[] };

export function text(fact: TextFact, ...sources: FactSource[]): FactRule {
  return { type: "text", fact, sources };
}

export function number(fact: NumberFact, ...sources: FactSource[]): FactRule {
  return { type: "number", fact, sources };
}

export function content(fact: ContentFact, ...sources: FactSource[]): FactRule {
  return { type: "content", fact, sources };
}
