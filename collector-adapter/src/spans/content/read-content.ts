import type { Attributes, AttributeValue, OtlpSpan } from "../../otlp/otlp-span.ts";
import type { ContentRule, ContentSource, ObjectSource, PartSource } from "../conventions/fact-rule.ts";
import type { ContentFact } from "../span-facts.ts";
import { formatContent, toContent, type ContentForm, type Speaker } from "./to-content.ts";
import { unflatten } from "./unflatten.ts";

/** What went in and came out of a step, both in the one shape that the contract describes. */
export interface SpanContent {
  input?: unknown;
  output?: unknown;
  /** The same as the rows of elizaOS's form hold it. */
  texts: { input?: string; output?: string };
  /** First line of the last thing that was asked. */
  question?: string;
  /** Attributes of which the content holds all: they need not be kept twice. */
  attributes: readonly string[];
}

/** Where the content of a kind of span stands, best first, and whether it is a conversation or a value. */
export interface ContentPlan {
  form: ContentForm;
  input: readonly ContentFact[];
  output: readonly ContentFact[];
}

interface Place {
  fact: ContentFact;
  source: ContentSource;
  /** Of two places of the same fact the one with the lower rank is looked at first. */
  rank: number;
}

/** Where content may stand, turned around so that a span is looked through in one pass. */
export interface ContentIndex {
  attributes: ReadonlyMap<string, readonly Place[]>;
  prefixes: readonly (readonly [string, Place])[];
  /** What has to be searched for in the events of a span. */
  searches: readonly Place[];
}

/** The first rule ranks first, and in it the first source. */
export function createContentIndex(rules: readonly ContentRule[]): ContentIndex {
  const attributes = new Map<string, Place[]>();
  const prefixes: [string, Place][] = [];
  const searches: Place[] = [];
  const places = rules.flatMap(({ fact, sources }) => sources.map((source) => ({ fact, source })));
  for (const [rank, found] of places.entries()) {
    const place: Place = { ...found, rank };
    const { source } = place;
    if (typeof source === "object" && "prefix" in source) prefixes.push([source.prefix, place]);
    else if (typeof source === "object" && "find" in source) searches.push(place);
    for (const attribute of typeof source === "object" && "read" in source ? [source.attribute] : toAttributes(source))
      attributes.set(attribute, [...(attributes.get(attribute) ?? []), place]);
  }
  return { attributes, prefixes, searches };
}

/** Content of a span that has none. */
export const NO_CONTENT: SpanContent = { texts: {}, attributes: [] };

/** Reads what went in and came out, structured messages before raw requests and answers. The first index goes first. */
export function readSpanContent(span: OtlpSpan, plan: ContentPlan, indexes: readonly ContentIndex[]): SpanContent {
  const places = indexes.flatMap((index) => findPlaces(span, index));
  if (places.length === 0) return NO_CONTENT;
  const input = readSide(span, pick(places, plan.input), plan.form, "user");
  const output = readSide(span, pick(places, plan.output), plan.form, "assistant");
  return {
    ...(input && { input: input.content }),
    ...(input?.question !== undefined && { question: input.question }),
    ...(output && { output: output.content }),
    texts: { ...(input && { input: input.text }), ...(output && { output: output.text }) },
    attributes: [...(input?.attributes ?? []), ...(output?.attributes ?? [])],
  };
}

/** Places where the span has something, by rank. */
function findPlaces({ attributes, events }: OtlpSpan, index: ContentIndex): Place[] {
  const found = new Set(events.length === 0 ? [] : index.searches);
  for (const attribute in attributes) {
    for (const place of index.attributes.get(attribute) ?? []) found.add(place);
    for (const [prefix, place] of index.prefixes) if (attribute.startsWith(prefix)) found.add(place);
  }
  return [...found].sort(byRank);
}

function pick(places: readonly Place[], facts: readonly ContentFact[]): Place[] {
  return facts.flatMap((fact) => places.filter((place) => place.fact === fact));
}

function byRank(a: Place, b: Place): number {
  return a.rank - b.rank;
}

interface Side {
  content: unknown;
  text: string;
  question: string | undefined;
  attributes: readonly string[];
}

function readSide(span: OtlpSpan, places: readonly Place[], form: ContentForm, speaker: Speaker) {
  let partial: Side | undefined;
  for (const { fact, source } of places) {
    const value = take(span, source);
    const found = value === undefined || value === null || value === "" ? undefined : toContent(value, form, speaker);
    if (found === undefined) continue;
    // Of a raw request or answer more is known than is shown, so it stays among the attributes.
    const isRaw = fact === "input" || fact === "output";
    const side: Side = {
      content: found.content,
      text: found.isUnchanged && typeof value === "string" ? value : formatContent(found.content),
      question: found.question,
      attributes: isRaw && !found.isLossless ? [] : toAttributes(source),
    };
    if (found.isWhole) return side;
    partial ??= side;
  }
  return partial;
}

/** The attributes of which a source takes all. */
function toAttributes(source: ContentSource): readonly string[] {
  if (typeof source === "string") return [source];
  return "members" in source ? Object.values(source.members) : [];
}

function take(span: OtlpSpan, source: ContentSource): unknown {
  const { attributes } = span;
  if (typeof source === "string") return attributes[source];
  if ("prefix" in source) return unflatten(attributes, source.prefix);
  if ("find" in source) return source.find(span);
  if ("read" in source) return readPart(attributes[source.attribute], source);
  return takeMembers(attributes, source);
}

function readPart(value: AttributeValue | undefined, { read }: PartSource): unknown {
  return value === undefined ? undefined : read(value);
}

function takeMembers(attributes: Attributes, { members, needs }: ObjectSource): AttributeValue | undefined {
  if (needs !== undefined && attributes[needs] === undefined) return undefined;
  const object: Attributes = {};
  let size = 0;
  for (const [name, attribute] of Object.entries(members)) {
    const value = attributes[attribute];
    if (value === undefined) continue;
    object[name] = value;
    size += 1;
  }
  if (size === 1 && needs !== undefined) return attributes[needs];
  return size === 0 ? undefined : object;
}
