import { CUT_MARK, cutText } from "@runline/contract";
import { cleanText } from "../otlp/clean-text.ts";
import type { AttributeValue, OtlpSpan } from "../otlp/otlp-span.ts";
import { MAX_NAME_LENGTH } from "../otlp/span-limits.ts";
import type { Convention } from "./conventions/convention.ts";
import type { FactRule, FactSource } from "./conventions/fact-rule.ts";
import type { SpanFacts } from "./span-facts.ts";

/** Longer JSON is not parsed for one member of it: usage and metadata are short. */
const MAX_PARSED_LENGTH = 65_536;
/** What Logfire writes in place of a value that it takes for a secret. */
const SCRUBBED = "[Scrubbed due to";

interface Entry {
  rule: FactRule;
  source: Exclude<FactSource, string>;
  /** Of two attributes with the same fact the one with the lower rank is taken. */
  rank: number;
}

/** From each attribute to the facts that may stand in it. */
export type FactIndex = ReadonlyMap<string, readonly Entry[]>;

/** Turns the facts of the conventions around, so that a span is read in one pass. The first convention ranks first. */
export function createFactIndex(conventions: readonly Convention[]): FactIndex {
  const index = new Map<string, Entry[]>();
  let rank = 0;
  for (const rule of conventions.flatMap((convention) => convention.facts)) {
    for (const value of rule.sources) {
      const source = typeof value === "string" ? { attribute: value } : value;
      const entries = index.get(source.attribute) ?? [];
      index.set(source.attribute, [...entries, { rule, source, rank }]);
      rank += 1;
    }
  }
  return index;
}

/** The facts, and the attributes whose whole value is one of them as content: it need not be kept twice. */
export interface ReadFacts {
  facts: SpanFacts;
  contentAttributes: readonly string[];
}

/** Reads the wanted facts of a span. A value of an unexpected form, or JSON that is cut, is as good as missing. */
export function readFacts(span: OtlpSpan, index: FactIndex, wanted: ReadonlySet<keyof SpanFacts>): ReadFacts {
  const facts: SpanFacts = {};
  const ranks = new Map<keyof SpanFacts, number>();
  const contents = new Map<keyof SpanFacts, string>();
  for (const [attribute, value] of Object.entries(span.attributes)) {
    for (const { rule, source, rank } of index.get(attribute) ?? []) {
      if (!wanted.has(rule.fact) || rank > (ranks.get(rule.fact) ?? Number.POSITIVE_INFINITY)) continue;
      if (!setFact(facts, rule, source, value)) continue;
      ranks.set(rule.fact, rank);
      if (rule.type === "content") contents.set(rule.fact, attribute);
    }
  }
  return { facts, contentAttributes: [...contents.values()] };
}

/** Whether the value holds the fact. */
function setFact(facts: SpanFacts, rule: FactRule, source: Entry["source"], value: AttributeValue): boolean {
  switch (rule.type) {
    case "text": {
      const text = toText(readMember(value, source.members));
      if (text === undefined) return false;
      facts[rule.fact] = cutText(text, MAX_NAME_LENGTH, CUT_MARK);
      return true;
    }
    case "number": {
      const number = toNumber(readMember(value, source.members));
      if (number === undefined) return false;
      facts[rule.fact] = number * (source.factor ?? 1);
      return true;
    }
    case "content": {
      if (value === "" || value === null) return false;
      facts[rule.fact] = value;
      return true;
    }
    default:
      return rule satisfies never;
  }
}

function readMember(value: AttributeValue, members: readonly string[] | undefined): unknown {
  if (members === undefined) return value;
  const object = typeof value === "string" && value.startsWith("{") ? parseShort(value) : value;
  if (typeof object !== "object" || object === null) return undefined;
  return Object.entries(object).find(([key, member]) => members.includes(key) && member !== null)?.[1];
}

function toText(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  if (typeof value !== "string" || value === "" || value.startsWith(SCRUBBED)) return undefined;
  if (!value.startsWith('"')) return value;
  const unquoted = parseShort(value);
  return typeof unquoted === "string" && unquoted !== "" ? cleanText(unquoted) : value;
}

function toNumber(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) && number >= 0 ? number : undefined;
}

/** `undefined` for JSON that is too long to be what is looked for, or that does not parse because it was cut. */
function parseShort(json: string): unknown {
  if (json.length > MAX_PARSED_LENGTH) return undefined;
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
