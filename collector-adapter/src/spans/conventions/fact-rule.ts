import type { AttributeValue, OtlpSpan } from "../../otlp/otlp-span.ts";
import type { ContentFact, FlagFact, NumberFact, TextFact } from "../span-facts.ts";

/** Where a fact may stand. */
export interface FactSource {
  attribute: string;
  /** The fact is the first of these members of the JSON object in the attribute; dots lead to a member of a member, `0` to the first item. */
  members?: readonly string[];
  /** The fact is what the group of this expression finds in the text. */
  pattern?: RegExp;
  /** A number is the sum of all members of that object whose name fits. */
  sumOf?: RegExp;
  /** A number has to be multiplied by this. */
  factor?: number;
  /** A flag holds where the attribute, or an item of the list in it, has one of these values instead of `true`; `any` stands for whatever it has. */
  is?: readonly AttributeValue[] | "any";
}

/** Several attributes that are an object together; one of them may have to be there. */
export interface ObjectSource {
  members: Readonly<Record<string, string>>;
  needs?: string;
}

/** A part of what is in an attribute. */
export interface PartSource {
  attribute: string;
  read: (value: AttributeValue) => unknown;
}

/**
 * An attribute, or a part of what is in it; the attributes that begin with a prefix, as the list or object that they are the pieces of; an
 * object put together from several attributes; or whatever a function finds, mostly in the events of the span.
 */
export type ContentSource =
  | string
  | { prefix: string }
  | ObjectSource
  | PartSource
  | { find: (span: OtlpSpan) => unknown };

/** Where a fact may stand, best first. */
export type FactRule = { readonly sources: readonly FactSource[] } & (
  | { readonly type: "text"; readonly fact: TextFact }
  | { readonly type: "number"; readonly fact: NumberFact }
  | { readonly type: "flag"; readonly fact: FlagFact }
);

/** Where content may stand, best first. */
export interface ContentRule {
  fact: ContentFact;
  sources: readonly ContentSource[];
}

export function text(fact: TextFact, ...sources: (string | FactSource)[]): FactRule {
  return { type: "text", fact, sources: sources.map(toSource) };
}

export function number(fact: NumberFact, ...sources: (string | FactSource)[]): FactRule {
  return { type: "number", fact, sources: sources.map(toSource) };
}

export function flag(fact: FlagFact, ...sources: (string | FactSource)[]): FactRule {
  return { type: "flag", fact, sources: sources.map(toSource) };
}

export function content(fact: ContentFact, ...sources: ContentSource[]): ContentRule {
  return { fact, sources };
}

function toSource(source: string | FactSource): FactSource {
  return typeof source === "string" ? { attribute: source } : source;
}
