import type { SpanKind } from "@runline/contract";
import type { OtlpSpan } from "../otlp/otlp-span.ts";
import { CONTENT_INDEX, RANKED } from "./content-index.ts";
import { createContentIndex, NO_CONTENT, readSpanContent, type ContentIndex } from "./content/read-content.ts";
import type { Convention, OwnRules } from "./conventions/convention.ts";
import { CONVENTIONS } from "./conventions/conventions.ts";
import type { Kind } from "./kinds/kind.ts";
import { KINDS } from "./kinds/kinds.ts";
import { createFactIndex, readFacts, type FactIndex, type FactsAndClues } from "./read-facts.ts";
import type { Fact, SpanFacts } from "./span-facts.ts";
import type { SpanClassification } from "./span-classification.ts";
import { toSpanFacts } from "./to-span-facts.ts";

/** Facts read on every span. */
const SHARED_FACTS: readonly Fact[] = [
  "title",
  "agentName",
  "conversationId",
  "userId",
  "runId",
  "parentRunId",
  "agentId",
  "roomId",
  "entityId",
  "messageId",
  "runPhase",
  "errorMessage",
  "errorType",
  "failed",
  "failsByException",
  "isPartOfParent",
  "isAnswer",
  "isToldOnce",
  "isWait",
  "opensTurn",
  "asksModel",
  "endsAsking",
  "allowsTool",
  "imported",
  "attribution",
];

/** What is read on the spans of a kind: its facts under the names of all conventions, and those under names of one alone, made once. */
interface KindIndexes {
  wanted: ReadonlySet<Fact>;
  facts: FactIndex;
  own: WeakMap<OwnRules, { facts: FactIndex; content: ContentIndex }>;
}

const INDEXES = new Map<Kind, KindIndexes>();

function toKindIndexes(kind: Kind): KindIndexes {
  const known = INDEXES.get(kind);
  if (known) return known;
  const wanted = new Set([...SHARED_FACTS, ...kind.facts]);
  const rules = RANKED.flatMap(({ facts }) => facts);
  const indexes = { wanted, facts: createFactIndex(rules, wanted), own: new WeakMap() };
  INDEXES.set(kind, indexes);
  return indexes;
}

function toOwnIndexes({ wanted, own }: KindIndexes, rules: OwnRules): { facts: FactIndex; content: ContentIndex } {
  const known = own.get(rules);
  if (known) return known;
  const indexes = { facts: createFactIndex(rules.facts, wanted), content: createContentIndex(rules.content) };
  own.set(rules, indexes);
  return indexes;
}

/**
 * Says what a span stands for in the timeline and gathers what is known of it, whichever instrumentation wrote it.
 * Never throws: a value of an unexpected form is ignored.
 *
 * @example classifySpan(span).facts // { kind: "model_call", convention: "openinference", model: "gpt-4o-mini", … }
 */
export function classifySpan(span: OtlpSpan): SpanClassification {
  const { kind: word, convention } = findKind(span);
  const isChain = word === "chain";
  // Which chain is the run is not known from the span alone, so all of them are read as one.
  const kind = KINDS[isChain ? "run" : word];
  const rules = convention?.own?.(span);
  const indexes = toKindIndexes(kind);
  const own = rules && toOwnIndexes(indexes, rules);
  const read = readFacts(span.attributes, indexes.facts);
  const attributes = convention?.attributesOf?.(span);
  const whole = attributes === undefined ? span : { ...span, attributes };
  if (own) assign(read, readFacts(whole.attributes, own.facts));
  const { facts: known } = read;
  const agentName = known.agentName ?? (word === "run" ? convention?.agentNameOf?.(span) : undefined);
  if (agentName) known.agentName = agentName;
  // Where a step has no attribute for its name, the name is the span's, after the operation.
  const name = toNameAlone(span.name, known.operation);
  if (word === "action" && name !== "") known.toolName ??= convention?.toolNameOf?.(span) ?? known.title ?? name;
  if (word === "evaluator" && name !== "") known.evaluatorName ??= known.title ?? name;
  const contentIndexes = own ? [own.content, CONTENT_INDEX] : [CONTENT_INDEX];
  // Steps of a graph repeat its whole state. Only of a chain that may be the run, or an agent in it, that is read.
  const isRead = !isChain || span.parentSpanId === undefined || span.name === known.agentName;
  const content = kind.content && isRead ? readSpanContent(whole, kind.content, contentIndexes) : NO_CONTENT;
  const facts = toSpanFacts(span, {
    kind: isChain ? "infrastructure" : word,
    convention: convention?.name ?? "none",
    isChain,
    read,
    content,
  });
  return { kind: toRowKind(span, facts), facts, content };
}

function assign(to: FactsAndClues, from: FactsAndClues): void {
  Object.assign(to.facts, from.facts);
  Object.assign(to.clues, from.clues);
}

/** `get_weather` of `execute_tool get_weather`. */
function toNameAlone(name: string, operation: string | undefined): string {
  return operation !== undefined && name.startsWith(`${operation} `) ? name.slice(operation.length + 1) : name;
}

interface FoundKind {
  kind: SpanKind | "chain";
  convention: Convention | undefined;
}

function findKind(span: OtlpSpan): FoundKind {
  for (const convention of CONVENTIONS) {
    const kind = convention.kindOf(span);
    if (kind !== undefined) return { kind, convention };
  }
  return { kind: "infrastructure", convention: undefined };
}

/**
 * A chain without a parent is the run. A library's own span of a model call that we have stays infrastructure: counted as a step,
 * it would be a second call, and a run of its own.
 */
function toRowKind(span: OtlpSpan, { kind, isChain, isInModelCall }: SpanFacts): SpanKind {
  if (isInModelCall) return "infrastructure";
  return isChain && span.parentSpanId === undefined ? "run" : kind;
}
