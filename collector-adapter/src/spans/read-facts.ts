import { CUT_MARK, cutText } from "@runline/contract";
import { cleanText } from "../clean-text.ts";
import type { Attributes, AttributeValue } from "../otlp/otlp-span.ts";
import { MAX_NAME_LENGTH } from "../otlp/span-limits.ts";
import { isPlaceholder } from "./content/is-placeholder.ts";
import type { FactRule, FactSource } from "./conventions/fact-rule.ts";
import { isRecord } from "./is-record.ts";
import { CLUES, type Fact, type ReadFacts } from "./span-facts.ts";

/** Longer JSON is not parsed for one member of it: usage and metadata are short. */
const MAX_PARSED_LENGTH = 65_536;

/** What is neither a name nor an id: nothing, and how JSON and Python write it. */
const NOTHING = new Set(["", "null", "None"]);

interface Place {
  rule: FactRule;
  source: FactSource;
  /** Of two places of the same fact the one with the lower rank is taken. */
  rank: number;
}

/** From each attribute to the facts that may stand in it. */
export type FactIndex = ReadonlyMap<string, readonly Place[]>;

/**
 * Turns the rules for the wanted facts around, so that a span is read in one pass. The first rule ranks first, and in it the first
 * source.
 */
export function createFactIndex(rules: readonly FactRule[], wanted: ReadonlySet<Fact>): FactIndex {
  const index = new Map<string, Place[]>();
  const places = rules
    .filter((rule) => wanted.has(rule.fact))
    .flatMap((rule) => rule.sources.map((source) => ({ rule, source })));
  for (const [rank, place] of places.entries()) {
    const { attribute } = place.source;
    index.set(attribute, [...(index.get(attribute) ?? []), { ...place, rank }]);
  }
  return index;
}

/** What a span says, and apart from that what something is to be concluded from. */
export interface FactsAndClues {
  facts: ReadFacts;
  clues: ReadFacts;
}

const IS_CLUE: ReadonlySet<Fact> = new Set(CLUES);

/** Reads the facts of a span. A value of an unexpected form, JSON that is cut, or a placeholder is as good as missing. */
export function readFacts(attributes: Attributes, index: FactIndex): FactsAndClues {
  const read: FactsAndClues = { facts: {}, clues: {} };
  const ranks: Partial<Record<Fact, number>> = {};
  const parse = createParser();
  for (const attribute in attributes) {
    const places = index.get(attribute);
    const value = attributes[attribute];
    if (places === undefined || value === undefined) continue;
    for (const place of places) {
      const { fact } = place.rule;
      const target = IS_CLUE.has(fact) ? read.clues : read.facts;
      if (place.rank < (ranks[fact] ?? Infinity) && setFact(target, place, value, parse)) ranks[fact] = place.rank;
    }
  }
  return read;
}

/** Whether there was something to set. */
function setFact(facts: ReadFacts, { rule, source }: Place, value: AttributeValue, parse: Parse): boolean {
  switch (rule.type) {
    case "text": {
      const text = toText(readMember(value, source, parse));
      if (text !== undefined) facts[rule.fact] = cutText(text, MAX_NAME_LENGTH, CUT_MARK);
      return text !== undefined;
    }
    case "number": {
      const number = source.sumOf ? addUp(parse(value), source.sumOf) : toNumber(readMember(value, source, parse));
      if (number !== undefined) facts[rule.fact] = number * (source.factor ?? 1);
      return number !== undefined;
    }
    case "flag": {
      const holds = isOneOf(source.is ?? [true], readMember(value, source, parse));
      if (holds) facts[rule.fact] = true;
      return holds;
    }
    default:
      return rule satisfies never;
  }
}

/** Whether a value, or an item of a list, is one of those that are wanted. */
function isOneOf(wanted: readonly AttributeValue[] | "any", value: unknown): boolean {
  if (wanted === "any") return value !== undefined && value !== null;
  const isWanted = (item: unknown) => wanted.some((each) => each === item);
  return Array.isArray(value) ? value.some(isWanted) : isWanted(value);
}

function readMember(value: AttributeValue, { members, pattern }: FactSource, parse: Parse): unknown {
  if (pattern !== undefined) return typeof value === "string" ? pattern.exec(value)?.[1] : undefined;
  if (members === undefined) return value;
  const object = parse(value);
  for (const path of object ? members : []) {
    const member = path.split(".").reduce<unknown>(step, object);
    if (member !== undefined && member !== null) return member;
  }
  return undefined;
}

/** Into an object by the name of a member, into a list by the number of its item. */
function step(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value[Number(key)];
  return isRecord(value) ? value[key] : undefined;
}

function addUp(object: Record<string, unknown> | undefined, fits: RegExp): number | undefined {
  const numbers = Object.entries(object ?? {}).flatMap(([key, member]) =>
    fits.test(key) ? (toNumber(member) ?? []) : [],
  );
  return numbers.length === 0 ? undefined : numbers.reduce((sum, number) => sum + number, 0);
}

function toText(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  if (typeof value !== "string" || NOTHING.has(value) || isPlaceholder(value)) return undefined;
  if (!value.startsWith('"')) return value;
  // MLflow writes every value, even a name, as JSON.
  const unquoted = readShort(value);
  return typeof unquoted === "string" && unquoted !== "" ? cleanText(unquoted) : value;
}

/** What is more cannot be tokens, dollars or milliseconds, and sums of it over all runs stop being numbers: two of 1e308 are Infinity. */
const MAX_NUMBER = 1e15;

function toNumber(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && number >= 0 && number <= MAX_NUMBER ? number : undefined;
}

type Parse = (value: AttributeValue) => Record<string, unknown> | undefined;

/** Parses the object in an attribute once for all facts that are members of it. */
function createParser(): Parse {
  let parsed: Map<string, unknown> | undefined;
  return (value) => {
    let object: unknown = value;
    if (typeof value === "string") {
      if (!value.startsWith("{")) return undefined;
      parsed ??= new Map();
      if (!parsed.has(value)) parsed.set(value, readShort(value));
      object = parsed.get(value);
    }
    return isRecord(object) ? object : undefined;
  };
}

/** `undefined` for JSON that is too long to be what is looked for, or that does not parse because it was cut. */
function readShort(json: string): unknown {
  if (json.length > MAX_PARSED_LENGTH) return undefined;
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
